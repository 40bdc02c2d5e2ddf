package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A backend whose sshd believes the portal's authority, and asks no verifier,")
class PortalCertificateIT {
  private static final String LOGIN_NAME = "ansible";

  private Lab lab;
  private CertifyingPortal portal;
  private JsonLines audit;

  @BeforeAll
  void startLab() throws IOException {
    lab =
        Lab.start(
            LabPlan.inFreshFolder()
                .withBackend(BackendKind.OPENSSH)
                .withSshdLines(
                    """
                    TrustedUserCAKeys /run/sallyport/portal_ca.pub
                    AuthorizedKeysCommand none
                    AuthorizedKeysCommandUser none
                    """));
    portal = CertifyingPortal.of(lab);
    Path backend = lab.folder().backend();
    Files.writeString(backend.resolve("portal_ca.pub"), portal.authority());
    append(backend.resolve("etc/passwd"), "ansible:x:20013:20001::/home/deploy:/bin/bash\n");
    append(backend.resolve("etc/shadow"), "ansible:*:20000:0:99999:7:::\n");
    lab.backend().sshServer().restart(); // its /etc is a copy, made when it starts
    replace(lab.folder().bastionConfig(), "url: http://127.0.0.1:.*", "url: " + portal.url());
    replace(
        lab.folder().bastionConfig(),
        "name: web-01,",
        "name: web-01, vouching: portal-certificate,");
    append(
        lab.folder().policy(),
        """
          - name: automation-under-its-own-name
            service_accounts: [ansible]
            targets: [web-01]
            logins: [ansible]
            channels: [exec]
        """);
    lab.bastion().restart();
  }

  @BeforeEach
  void markAudit() {
    portal.takesOnly(CertifyingPortal.VOUCHER);
    audit = JsonLines.from(lab.folder().audit());
  }

  @AfterAll
  void stopLab() {
    portal.close();
    lab.close();
  }

  @Test
  void lets_the_user_in_under_their_own_name() {
    long mark = lab.backend().sshServer().logMark();

    SshRun.Finished run = to(LOGIN_NAME + "@web-01", "id -un; exit 3");

    assertThat(run.output()).as(run.error()).isEqualTo("ansible\n");
    assertThat(run.exitCode()).isEqualTo(3);
    JsonNode start = audit.first("the hop", event("hop-start"));
    assertThat(start.path("certificate_serial").asString("")).isEqualTo(CertifyingPortal.SERIAL);
    assertThat(start.has("jti")).isFalse();
    assertThat(lab.backend().sshServer().logFrom(mark))
        .contains(
            "ID bastion=b;user=ansible;target=web-01 (serial " + CertifyingPortal.SERIAL + ")");
    assertThat(portal.certified())
        .extracting(asked -> asked.path("voucher").asString(""))
        .contains(CertifyingPortal.VOUCHER);
  }

  @Test
  void is_not_reached_under_another_name_and_the_audit_says_why() {
    SshRun.Finished run = to("deploy@web-01", "echo in");

    assertThat(run.ok()).isFalse();
    assertThat(run.error()).contains("not allowed, or no such host or login");
    assertThat(failure())
        .startsWith("not vouched for: the portal's certificate is not for the login deploy");
  }

  @Test
  void is_not_reached_when_the_portal_refuses_the_voucher_which_is_told_nobody() {
    portal.takesOnly("another");

    SshRun.Finished run = to(LOGIN_NAME + "@web-01", "echo in");

    assertThat(run.ok()).isFalse();
    assertThat(failure()).isEqualTo("not vouched for: voucher_rejected: voucher_mismatch");
    assertThat(run.error() + audit.all() + lab.bastion().newLog())
        .doesNotContain(CertifyingPortal.VOUCHER);
  }

  @Test
  void does_not_understand_a_bastion_token() {
    SshRun.Finished run = to("deploy@web-02", "echo in");

    assertThat(run.ok()).isFalse();
    assertThat(run.error()).contains("the host did not accept the login");
  }

  @Test
  void forwards_nothing_that_the_rule_does_not_allow_although_the_certificate_does() {
    SshRun.Finished run =
        lab.client()
            .ssh(
                "-J",
                "ansible@bastion",
                "-o",
                "BatchMode=yes",
                "-W",
                "127.0.0.1:" + lab.backendPort(),
                LOGIN_NAME + "@web-01")
            .finish();

    assertThat(run.output()).doesNotContain("SSH-2.0");
    assertThat(audit.first("the forward", event("forward")).path("outcome").asString(""))
        .isEqualTo("refused");
  }

  private SshRun.Finished to(String destination, String command) {
    return lab.client()
        .ssh("-J", "ansible@bastion", "-o", "BatchMode=yes", destination, command)
        .finish();
  }

  private String failure() {
    return audit.first("the failure", event("hop-failed")).path("reason").asString("");
  }

  private static Predicate<JsonNode> event(String name) {
    return line -> line.path("event").asString("").equals(name);
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  private static void replace(Path file, String pattern, String text) throws IOException {
    String old = Files.readString(file);
    assertThat(old).containsPattern(pattern);
    Files.writeString(file, old.replaceAll(pattern, text));
  }
}
