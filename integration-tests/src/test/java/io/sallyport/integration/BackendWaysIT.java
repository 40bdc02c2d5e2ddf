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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One backend that asks its verifier in every way that there is, each on a port of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A backend's sshd that asks in another way")
class BackendWaysIT {
  private static final String INSIDE = "/run/sallyport";

  private final int principalsPort = Forwarding.freePort();
  private final int environmentPort = Forwarding.freePort();
  private Lab lab;
  private TestIssuer issuer;
  private Path bastionKey;
  private JsonLines decisions;

  @BeforeAll
  void startLab() throws IOException {
    LabPlan fresh = LabPlan.inFreshFolder();
    issuer = TestIssuer.create(fresh.folder());
    lab =
        Lab.start(
            fresh
                .withBackend(BackendKind.OPENSSH)
                .withOfflineIssuer(TestIssuer.NAME, issuer.keySet())
                .withSshdLines(listen(principalsPort) + listen(environmentPort))
                .withSshdMatches(principals() + environment()));
    bastionKey = SshKeys.generate(lab.folder().path().resolve("bastion-key"), "bastion");
    Files.copy(Path.of(bastionKey + ".pub"), lab.folder().backend().resolve("bastion-key.pub"));
    Files.writeString(
        lab.folder().verifierConfig(),
        Files.readString(lab.folder().verifierConfig())
            + "environment_socket: environment.sock\n"
            + "limits:\n"
            + "  - {subjects: [limited], permits: [], command: echo limited}\n"
            + "  - {subjects: [forwarder], permits: [port-forwarding], permit_open: [\"127.0.0.1:%d\"]}\n"
                .formatted(lab.backendPort()));
    lab.backend().verifier().restart();
  }

  private static String listen(int port) {
    return "ListenAddress 127.0.0.1:" + port + "\n";
  }

  private String principals() {
    return """
    Match LocalPort %1$d
        TrustedUserCAKeys %2$s/hop-ca.pub
        AuthorizedPrincipalsCommand %2$s/sallyport-authorized-principals %%u %%t %%k %2$s/verifier/verifier.sock
        AuthorizedPrincipalsCommandUser sallyport-keys
        AuthorizedKeysCommand none
    """
        .formatted(principalsPort, INSIDE);
  }

  private String environment() {
    return """
    Match LocalPort %1$d
        AuthorizedKeysCommand none
        AuthorizedKeysFile %2$s/bastion-key.pub
        AcceptEnv LLNG_BASTION_JWT
        DisableForwarding yes
        ForceCommand %2$s/sallyport-environment-token %2$s/environment.sock
    """
        .formatted(environmentPort, INSIDE);
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  @BeforeEach
  void markAudit() {
    decisions = JsonLines.from(lab.folder().verifierAudit());
  }

  private HopOffer offer() {
    return new HopOffer(lab, issuer);
  }

  private void trust(HopOffer offer) throws IOException {
    Path trusted = lab.folder().backend().resolve("hop-ca.pub");
    Files.copy(offer.authority(), trusted, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void authorized_principals_command_lets_in_a_good_token_of_a_trusted_authority()
      throws IOException {
    HopOffer offer = offer();
    trust(offer);

    assertLetIn(offer.logIn(offer.token(), principalsPort));
    assertThat(codes()).contains("ok");
  }

  @Test
  void authorized_principals_command_refuses_a_bad_token_and_sshd_another_authority()
      throws IOException {
    HopOffer trusted = offer().with("target_host", "db-01");
    trust(trusted);
    assertRefused(trusted.logIn(trusted.token(), principalsPort));
    assertThat(codes()).containsOnly("wrong-target");

    HopOffer other = offer();
    markAudit();
    assertRefused(other.logIn(other.token(), principalsPort));
    assertThat(codes()).as("sshd did not even ask").isEmpty();
  }

  @Test
  void limit_of_the_backend_holds_in_both_ways() throws IOException {
    HopOffer byKeys = offer().with("sub", "limited");
    assertThat(byKeys.logIn().output()).isEqualTo("limited\n");

    HopOffer byPrincipals = offer().with("sub", "limited");
    trust(byPrincipals);
    assertThat(byPrincipals.logIn(byPrincipals.token(), principalsPort).output())
        .isEqualTo("limited\n");
  }

  @Test
  @DisplayName("N29 with the bastion's addresses, refuses its token from another one")
  void token_from_an_address_that_is_not_the_bastions_is_refused() throws IOException {
    Path config = lab.folder().verifierConfig();
    String before = Files.readString(config);
    String line = "  - id: bastion-01\n";
    Files.writeString(config, before.replace(line, line + "    addresses: [127.0.0.2]\n"));
    lab.backend().verifier().restart();
    try {
      HopOffer fromElsewhere = offer();
      assertRefused(fromElsewhere.logIn());
      HopOffer fromThere = offer();
      assertLetIn(fromThere.logIn(fromThere.token(), lab.backendPort(), "-b", "127.0.0.2"));
    } finally {
      Files.writeString(config, before);
      lab.backend().verifier().restart();
    }
  }

  @Test
  void token_in_the_environment_lets_its_user_go_on_and_is_gone_from_there() {
    SshRun.Finished run = byBastionKey(good());

    assertThat(run.output()).as(run.error()).isEqualTo("in\ngone\n");
    assertThat(codes()).containsExactly("ok");
  }

  @Test
  void without_a_good_token_in_the_environment_nobody_goes_on() {
    assertThat(byBastionKey("").error()).contains("reached through the bastion only");
    assertThat(codes()).isEmpty();

    String forAnother = offer().with("target_login", "root").token();
    SshRun.Finished run = byBastionKey(forAnother);
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("reached through the bastion only");
    assertThat(codes()).containsExactly("wrong-login");

    try (Outage _ = Outage.stopped(lab.backend().verifier())) {
      assertThat(byBastionKey(good()).output()).isEmpty();
    }
  }

  @Test
  void token_in_the_environment_is_for_one_connection_and_forwards_nothing() {
    String token = good();
    assertThat(byBastionKey(token).output()).startsWith("in");
    assertThat(byBastionKey(token).output()).isEmpty();
    assertThat(codes()).containsExactly("ok", "already-used");

    SshRun.Finished forward = byBastionKey(good(), "-W", "127.0.0.1:" + lab.backendPort());
    assertThat(forward.output()).doesNotContain("SSH-2.0");
    assertThat(forward.error()).contains("administratively prohibited");
  }

  @Test
  void limit_of_the_backend_holds_for_a_token_in_the_environment() {
    assertThat(byBastionKey(offer().with("sub", "limited").token()).output())
        .isEqualTo("limited\n");

    SshRun.Finished terminal = byBastionKey(offer().with("sub", "limited").token(), "-tt");
    assertThat(terminal.output()).doesNotContain("limited");
    assertThat(terminal.output() + terminal.error()).contains("reached through the bastion only");
  }

  @Test
  void ports_are_forwarded_to_where_the_limit_allows_and_nowhere_else() {
    HopOffer allowed = offer().with("sub", "forwarder");
    allowed.options = List.of("permit-port-forwarding");
    SshRun.Finished there = allowed.ssh(allowed.token(), "-W", "127.0.0.1:" + lab.backendPort());
    assertThat(there.output()).as(there.error()).startsWith("SSH-2.0-");

    HopOffer elsewhere = offer().with("sub", "forwarder");
    elsewhere.options = allowed.options;
    SshRun.Finished refused = elsewhere.ssh(elsewhere.token(), "-W", "127.0.0.1:" + principalsPort);
    assertThat(refused.output()).doesNotContain("SSH-2.0-");
    assertThat(refused.error()).contains("administratively prohibited");
  }

  private String good() {
    return offer().with("sub", "deploy").token();
  }

  private SshRun.Finished byBastionKey(String token, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    if (!token.isEmpty()) {
      arguments.addAll(List.of("-o", "SetEnv=LLNG_BASTION_JWT=" + token));
    }
    arguments.addAll(
        List.of(
            "-i",
            bastionKey.toString(),
            "-o",
            "HostKeyAlias=web-01",
            "-o",
            "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
            "-o",
            "BatchMode=yes",
            "-p",
            "" + environmentPort,
            "deploy@127.0.0.1",
            "echo in; echo ${LLNG_BASTION_JWT:-gone}"));
    return lab.client().ssh(arguments.toArray(String[]::new)).finish();
  }

  private List<String> codes() {
    return decisions.all().stream().map(line -> line.path("code").asString("")).toList();
  }

  private static void assertLetIn(SshRun.Finished run) {
    assertThat(run.output()).as(run.error()).isEqualTo("in\n");
  }

  private static void assertRefused(SshRun.Finished run) {
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("Permission denied (publickey)");
  }
}
