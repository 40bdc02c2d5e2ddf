package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A backend that asks again in PAM's session stage")
class PamSessionIT {
  private static final String INSIDE = "/run/sallyport";

  private Lab lab;
  private TestIssuer issuer;
  private Path strayKey;

  @BeforeAll
  void startLab() throws IOException {
    LabPlan fresh = LabPlan.inFreshFolder();
    issuer = TestIssuer.create(fresh.folder());
    lab =
        Lab.start(
            fresh
                .withBackend(BackendKind.OPENSSH)
                .withOfflineIssuer(TestIssuer.NAME, issuer.keySet())
                .withSshdLines("AuthorizedKeysFile " + INSIDE + "/stray-key.pub\n")
                .withPam(
                    """
                    account required pam_permit.so
                    session requisite pam_exec.so quiet %1$s/sallyport-pam-session %1$s/verifier/verifier.sock
                    """
                        .formatted(INSIDE)));
    strayKey = SshKeys.generate(lab.folder().path().resolve("stray-key"), "stray");
    Files.copy(Path.of(strayKey + ".pub"), lab.folder().backend().resolve("stray-key.pub"));
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  @Test
  void opens_the_session_of_a_token_that_this_connection_has_shown() {
    JsonLines decisions = JsonLines.from(lab.folder().verifierAudit());
    SshRun.Finished run = new HopOffer(lab, issuer).logIn();

    assertThat(run.output()).as(run.error()).isEqualTo("in\n");
    assertThat(decisions.all())
        .as("twice for the key, once for the session")
        .extracting(line -> line.path("code").asString(""))
        .containsExactly("ok", "ok", "ok");
  }

  @Test
  void opens_none_for_a_key_that_has_got_in_by_a_side_door() {
    SshRun.Finished run =
        lab.client()
            .ssh(
                "-i",
                strayKey.toString(),
                "-o",
                "HostKeyAlias=web-01",
                "-o",
                "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
                "-p",
                "" + lab.backendPort(),
                "deploy@127.0.0.1",
                "echo in")
            .finish();

    assertThat(run.output()).isEmpty();
    assertThat(run.ok()).isFalse();
    assertThat(run.error()).doesNotContain("Permission denied");
  }
}
