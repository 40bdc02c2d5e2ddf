package io.sallyport.lab.checks;

import io.sallyport.lab.Lab;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that must hold on the way from the stock client through the bastion to a backend. The
 * demo runs these, and so do the integration tests, against either backend.
 */
public final class PathChecks {
  private PathChecks() {}

  /** The checks, quick ones first, each independent of the others. */
  public static List<Check> of(Lab lab) {
    return Stream.of(
            new LoginChecks(lab).all(),
            new RefusalChecks(lab).all(),
            new ExecChecks(lab).all(),
            new ShellChecks(lab).all(),
            new TokenChecks(lab).all(),
            new RecordingChecks(lab).all(),
            new CopyChecks(lab).all(),
            new LargeFileChecks(lab).all(),
            new HostKeyChecks(lab).all())
        .flatMap(List::stream)
        .toList();
  }
}
