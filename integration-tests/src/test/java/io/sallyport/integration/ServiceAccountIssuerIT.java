package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
@DisplayName("Where the portal knows only people, a service account")
class ServiceAccountIssuerIT {
  private Lab lab;
  private JsonLines decisions;

  @BeforeAll
  void startLab() throws IOException {
    lab =
        Lab.start(
            LabPlan.inFreshFolder()
                .withBastionLines(
                    """
                    service_account_issuer:
                      issuer: https://bastion.example.com/
                      bastion_id: bastion-01
                      jwks: bastion-jwks.json
                    """));
    replace(lab.folder().portalConfig(), "service_accounts: .*\n", "");
    replace(lab.folder().portalConfig(), ", service-accounts", "");
    lab.portal().restart();
    decisions = JsonLines.from(lab.folder().verifierAudit());
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  @Test
  void a_is_refused_by_a_backend_that_does_not_know_the_issuer() {
    SshRun.Finished run = reach();

    assertThat(run.ok()).isFalse();
    assertThat(run.error()).contains("the host did not accept the login");
    assertThat(lastDecision()).isEqualTo("wrong-issuer");
  }

  @Test
  void b_comes_in_where_the_issuer_and_its_key_are_registered_also_while_the_portal_is_down()
      throws IOException {
    replace(
        lab.folder().verifierConfig(),
        "  - id: bastion-01\n",
        """
          - id: bastion-01
            service_account_issuer:
              issuer: https://bastion.example.com/
              jwks_file: bastion-jwks.json
        service_accounts: service-accounts.conf
        """);
    copyToBackend(lab.folder().bastionConfig().resolveSibling("bastion-jwks.json"));
    copyToBackend(lab.folder().serviceAccounts());
    lab.backend().verifier().restart();
    lab.portal().stop();

    SshRun.Finished run = reach();

    assertThat(run.output()).as(run.error()).isEqualTo("deploy\n");
    assertThat(lastDecision()).isEqualTo("ok");
  }

  @Test
  void c_stays_out_when_the_backend_does_not_know_it_any_more() throws IOException {
    replace(
        lab.folder().verifierConfig().resolveSibling("service-accounts.conf"), "ansible", "backup");
    lab.backend().verifier().restart();

    assertThat(reach().ok()).isFalse();
    assertThat(lastDecision()).isEqualTo("not-a-service-account");
  }

  private void copyToBackend(Path file) throws IOException {
    Path copy = lab.folder().verifierConfig().resolveSibling(file.getFileName());
    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private SshRun.Finished reach() {
    return lab.client()
        .ssh("-J", "ansible@bastion", "-o", "BatchMode=yes", "deploy@web-01", "id -un")
        .finish();
  }

  private String lastDecision() {
    return decisions.all().getLast().path("code").asString("");
  }

  private static void replace(Path file, String regex, String replacement) throws IOException {
    Files.writeString(file, Files.readString(file).replaceAll(regex, replacement));
  }
}
