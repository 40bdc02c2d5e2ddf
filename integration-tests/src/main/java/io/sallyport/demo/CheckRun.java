package io.sallyport.demo;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import io.sallyport.lab.checks.Broken;
import io.sallyport.lab.checks.Check;
import io.sallyport.lab.checks.PathChecks;
import java.util.List;

/** {@code ./demo --check}: every check once, one line each. */
final class CheckRun {
  private final Lab lab;

  CheckRun(Lab lab) {
    this.lab = lab;
  }

  /** Prints how each check went; true if all of them hold. */
  boolean all() {
    IO.println("The backend is " + lab.backend().description() + ".");
    List<Check> checks = PathChecks.of(lab);
    long failed = checks.stream().filter(check -> !holds(check)).count();
    IO.println(
        failed == 0
            ? "All %d checks hold.".formatted(checks.size())
            : "%d of %d checks FAILED; the logs are in %s"
                .formatted(failed, checks.size(), lab.keepFolder().logs()));
    return failed == 0;
  }

  private static boolean holds(Check check) {
    try {
      check.trial().run();
      IO.println("ok      " + check.rule());
      return true;
    } catch (Broken | LabException e) {
      IO.println("FAILED  " + check.rule());
      IO.println(String.valueOf(e.getMessage()).indent(8).stripTrailing());
      return false;
    }
  }
}
