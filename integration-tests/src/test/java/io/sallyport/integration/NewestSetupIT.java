package io.sallyport.integration;

import static io.sallyport.integration.UntouchedBackend.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.LabFolder;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("sallyport-verifier setup on a backend with the newest sshd")
class NewestSetupIT {

  @Test
  void exempts_the_bastion_from_penalties_and_lets_in_by_the_verifier_only() throws IOException {
    NewestOpenSsh.requireIt();
    try (var backend = new UntouchedBackend(plan -> plan.withSshdOf(NewestOpenSsh.usr()))) {
      LabFolder.write(
          backend.lab.folder().verifierConfig(),
          Files.readString(backend.lab.folder().verifierConfig())
              .replace("  - id: bastion-01\n", "  - id: bastion-01\n    addresses: [127.0.0.1]\n"));
      assertThat(backend.logIn("deploy", backend.ownKey, HERE).output()).isEqualTo("in\n");

      Tool.Outcome outcome = backend.setup("yes\n", "--no-break-glass");

      assertThat(outcome.ok()).as(outcome.error()).isTrue();
      assertThat(outcome.output()).contains("+ persourcepenaltyexemptlist 127.0.0.1\n");
      for (int i = 0; i < 5; i++) {
        assertThat(backend.logIn("deploy", backend.ownKey, HERE).error())
            .contains("Permission denied (publickey).");
      }
      assertThat(backend.hop().logIn().output()).as("after five refusals").isEqualTo("in\n");
    }
  }
}
