package io.sallyport.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.lab.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian sid's OpenSSH, which {@code integration-tests/newest-openssh} has fetched. */
public final class NewestOpenSsh {
  /** From 9.8 on, sshd shuts out addresses that fail, and all tests come from one. */
  static final String EXEMPT = "PerSourcePenaltyExemptList 127.0.0.0/8\n";

  private static final Path FOLDER =
      Path.of(System.getProperty(Installation.ROOT_PROPERTY, ""))
          .resolve("integration-tests/target/newest-openssh")
          .toAbsolutePath();

  private NewestOpenSsh() {}

  /** The folder of its client programs. */
  public static Path bin() {
    return FOLDER.resolve("bin");
  }

  /** What it has below /usr. */
  static Path usr() {
    return FOLDER.resolve("root/usr");
  }

  /** Skips the tests where sid could not be reached. */
  public static void requireIt() {
    try {
      Path missing = FOLDER.resolve("missing");
      String why =
          Files.exists(missing)
              ? Files.readString(missing)
              : "it is not there; fetch it first: integration-tests/newest-openssh " + FOLDER;
      assumeTrue(Files.isExecutable(usr().resolve("sbin/sshd")), why);
      assumeTrue(
          Files.readString(Path.of("/proc/filesystems")).contains("overlay"),
          "this machine's kernel has no overlay file system");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
