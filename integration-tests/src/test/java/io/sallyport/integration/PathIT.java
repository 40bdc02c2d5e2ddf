package io.sallyport.integration;

import io.sallyport.lab.Lab;
import io.sallyport.lab.checks.PathChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
@DisplayName("Through the bastion to the system's own sshd,")
class PathIT {

  @TestFactory
  @DisplayName("every rule of the path holds")
  Stream<DynamicTest> everyRuleOfThePathHolds(Lab lab) {
    return PathChecks.of(lab).stream()
        .map(check -> DynamicTest.dynamicTest(check.rule(), check.trial()::run));
  }
}
