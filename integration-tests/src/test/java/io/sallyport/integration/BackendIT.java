package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Installation;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SharedLab.class)
@DisplayName("The backend's sshd, asked directly,")
class BackendIT {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(3);

  private final Lab lab;
  private final TestIssuer issuer;

  BackendIT(Lab lab, TestIssuer issuer) {
    this.lab = lab;
    this.issuer = issuer;
  }

  private JsonLines decisions = new JsonLines(Path.of("unset"), 0);

  @BeforeEach
  void markAudit() {
    decisions = JsonLines.from(lab.folder().verifierAudit());
  }

  @Test
  void lets_in_a_good_hop() {
    HopOffer offer = new HopOffer(lab, issuer);

    assertLetIn(offer.logIn());

    assertThat(decisions.all())
        .isNotEmpty()
        .allMatch(line -> line.path("sid").asString("").equals(offer.sid()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoiledOffers")
  void refuses(SpoiledOffer spoiled) {
    HopOffer offer = new HopOffer(lab, issuer);
    spoiled.spoil().accept(offer, issuer);

    String token = offer.token();
    assertRefused(offer.logIn(token));

    decisions.first(
        "the reason " + spoiled.code(),
        line -> line.path("code").asString("").equals(spoiled.code()));
    assertThat(explained(offer.certificate(token)))
        .isEqualTo("would be refused: " + spoiled.code());
  }

  /** What {@code explain} comes to, without any word to the verifier that runs. */
  private String explained(Path certificate) {
    Tool.Outcome outcome =
        Tool.attempt(
            "",
            "env",
            "JAVA_HOME=" + System.getProperty("java.home"),
            Installation.find().verifier().toString(),
            "explain",
            "--config",
            lab.folder().verifierConfig().toString(),
            "--login",
            Lab.LOGIN,
            certificate.toString());
    assertThat(outcome.exitCode()).as(outcome.error()).isBetween(0, 1);
    return outcome.output().lines().toList().getLast();
  }

  static Stream<SpoiledOffer> spoiledOffers() {
    return SpoiledOffer.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("acceptableOffers")
  void lets_in(SpoiledOffer unusual) {
    HopOffer offer = new HopOffer(lab, issuer);
    unusual.spoil().accept(offer, issuer);

    String token = offer.token();
    assertThat(explained(offer.certificate(token))).isEqualTo("would be let in as deploy");
    assertLetIn(offer.logIn(token));
  }

  @Test
  @DisplayName("N11 refuses a certificate from another address than its source-address")
  void refuses_another_source_address() {
    HopOffer fromElsewhere = new HopOffer(lab, issuer);
    fromElsewhere.options = List.of("permit-pty", "source-address=127.0.0.2/32");
    assertRefused(fromElsewhere.logIn());

    HopOffer fromThere = new HopOffer(lab, issuer);
    fromThere.options = fromElsewhere.options;
    assertLetIn(fromThere.logIn(fromThere.token(), lab.backendPort(), "-b", "127.0.0.2"));
  }

  static Stream<SpoiledOffer> acceptableOffers() {
    return SpoiledOffer.acceptable();
  }

  @Test
  @DisplayName("N29 refuses a token on a second connection, also after a restart")
  void refuses_a_token_on_a_second_connection() {
    HopOffer offer = new HopOffer(lab, issuer);
    String token = offer.token();
    assertLetIn(offer.logIn(token));

    assertRefused(offer.logIn(token));
    lab.backend().verifier().restart();
    assertRefused(offer.logIn(token));
    decisions.first(
        "already used",
        line ->
            line.path("code").asString("").equals("already-used")
                && line.path("sid").asString("").equals(offer.sid()));
    assertThat(explained(offer.certificate(token))).isEqualTo("would be refused: already-used");
  }

  @Test
  void refuses_a_key_without_certificate() {
    Path key = SshKeys.generate(lab.folder().path().resolve("plain-key"), "plain");

    assertRefused(direct("-i", key.toString()));
    assertRefused(direct("-i", lab.folder().serviceAccountKey().toString()));
  }

  @Test
  void refuses_a_password() {
    SshRun.Finished run = direct("-o", "PreferredAuthentications=password,keyboard-interactive");

    assertRefused(run);
    assertThat(run.prompts()).isEmpty();
  }

  @Test
  void refuses_while_the_verifier_is_stopped() {
    try (Outage _ = Outage.stopped(lab.backend().verifier())) {
      assertRefusedInTime();
    }
    assertLetIn(new HopOffer(lab, issuer).logIn());
  }

  @Test
  void refuses_while_the_verifier_hangs() {
    try (Outage _ = Outage.hung(lab.backend().verifier())) {
      assertRefusedInTime();
    }
    assertLetIn(new HopOffer(lab, issuer).logIn());
  }

  @Test
  void refuses_while_the_verifiers_socket_is_gone() throws IOException {
    Files.delete(lab.folder().verifierSocket());
    try {
      assertRefusedInTime();
    } finally {
      lab.backend().verifier().restart();
    }
    assertLetIn(new HopOffer(lab, issuer).logIn());
  }

  @Test
  void goes_on_with_the_keys_on_disk_while_the_portal_is_stopped() {
    HopOffer offer = new HopOffer(lab, issuer);
    String fromPortal = new PortalRequest(lab).bastionToken(offer.thumbprint());
    try (Outage _ = Outage.stopped(lab.portal())) {
      lab.backend().verifier().restart();

      assertLetIn(offer.logIn(fromPortal));
    }
  }

  private void assertRefusedInTime() {
    HopOffer offer = new HopOffer(lab, issuer);
    String token = offer.token();
    assertRefused(offer.logIn(token));
    assertThat(answerTo(offer.certificate(token))).isEmpty();
  }

  /** What sshd would read from its command, which must have ended well and in time. */
  private String answerTo(Path certificate) {
    String[] words = SshKeys.words(certificate);
    String script = lab.folder().backend().resolve("sallyport-authorized-keys").toString();
    long start = System.nanoTime();
    Tool.Outcome answer =
        Tool.attempt(
            "", script, Lab.LOGIN, words[0], words[1], lab.folder().verifierSocket().toString());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CALL_LIMIT);
    assertThat(answer.exitCode()).isZero();
    return answer.output();
  }

  private SshRun.Finished direct(String... options) {
    String[] destination = {
      "-o",
      "HostKeyAlias=web-01",
      "-o",
      "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
      "-p",
      "" + lab.backendPort(),
      "deploy@127.0.0.1",
      "echo in"
    };
    return lab.client()
        .ssh(Stream.concat(Stream.of(options), Stream.of(destination)).toArray(String[]::new))
        .finish();
  }

  private static void assertLetIn(SshRun.Finished run) {
    assertThat(run.output()).as(run.error()).isEqualTo("in\n");
    assertThat(run.ok()).isTrue();
  }

  private static void assertRefused(SshRun.Finished run) {
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("Permission denied (publickey)");
  }
}
