package io.sallyport.lab.checks;

import io.sallyport.lab.SshRun;
import java.util.Objects;

/** A rule that does not hold, and what was seen instead. */
public final class Broken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Broken(String seen) {
    super(seen);
  }

  /** Goes on only if the condition holds; otherwise {@code seen} tells why not. */
  static void unless(boolean condition, String seen) {
    if (!condition) {
      throw new Broken(seen);
    }
  }

  static void unlessEqual(Object expected, Object seen, String what) {
    unless(Objects.equals(expected, seen), what + ": expected " + expected + ", saw " + seen);
  }

  /** The run, if the program ended with exit code 0. */
  static SshRun.Finished unlessOk(SshRun.Finished run) {
    unless(run.ok(), "exit code " + run.exitCode() + ": " + (run.output() + run.error()).strip());
    return run;
  }

  /** The run, if the client was told "Permission denied" and nothing ran. */
  static SshRun.Finished unlessDenied(SshRun.Finished run) {
    unless(!run.ok(), "it was let in: " + run.output().strip());
    unless(run.error().contains("Permission denied"), "told otherwise: " + run.error().strip());
    return run;
  }
}
