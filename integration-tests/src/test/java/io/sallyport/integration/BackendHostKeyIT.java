package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedLab.class)
@DisplayName("The backend's host key")
class BackendHostKeyIT {
  private final Lab lab;

  BackendHostKeyIT(Lab lab) {
    this.lab = lab;
  }

  @ParameterizedTest(name = "of {0}")
  @ValueSource(strings = {SharedLab.UNKNOWN, SharedLab.CHANGED})
  void that_is_not_the_operators_is_refused_and_logged(String target) {
    JsonLines audit = JsonLines.from(lab.folder().audit());

    SshRun.Finished run = lab.client().automation(target, "echo in").finish();

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("identity could not be confirmed");
    String shown = SshKeys.fingerprint(lab.folder().backendHostKey());
    audit.first(
        "the key that came",
        line ->
            line.path("event").asString("").equals("hop-failed")
                && line.path("reason").asString("").contains(shown));
  }
}
