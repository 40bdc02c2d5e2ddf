package io.sallyport.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopCertificateIssuerTest {
  private static final BastionToken FACTS =
      new BastionToken(
          "https://portal.example.com/",
          "alice;x=1",
          BastionToken.AUDIENCE,
          "e42be805-6920-4fbd-819c-e37ffc1e6b2d",
          Instant.parse("2026-11-22T10:00:00Z"),
          Instant.parse("2026-11-22T10:00:00Z"),
          Instant.parse("2026-11-22T10:05:00Z"),
          "bastion-01",
          "bastion",
          "web-01",
          "default",
          Optional.of("deploy"),
          List.of("ops"),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final HopRights PTY =
      new HopRights(Set.of("permit-pty"), List.of(), Optional.empty());

  @TempDir Path folder;

  @Test
  void sshKeygen_showsWhatTheDesignWants() throws IOException, InterruptedException {
    String shown = sshKeygenShows(issue(TestKeys.ed25519(), TestKeys.ed25519(), "a.b.c"));

    assertThat(shown)
        .contains("Type: ssh-ed25519-cert-v01@openssh.com user certificate")
        .contains(
            "Key ID: \"bastion=bastion-01;user=alice_x_1;target=web-01;"
                + "jti=e42be805-6920-4fbd-819c-e37ffc1e6b2d\"")
        .contains("Valid: from 2026-11-22T09:59:30 to 2026-11-22T10:05:30")
        .containsPattern("Principals: *\n *deploy\n *Critical Options: \\(none\\)")
        // a string inside the data: its length, then a.b.c
        .containsPattern("bastion-token@sallyport UNKNOWN OPTION: 00000005612e622e63 \\(len 9\\)")
        .contains("permit-pty")
        .doesNotContain("permit-port-forwarding");
  }

  @Test
  void forcedCommand_isACriticalOption_thatSshKeygenReads_andTheCertificateParses()
      throws IOException, InterruptedException {
    KeyPair ca = TestKeys.ed25519();
    OpenSshCertificate certificate =
        HopCertificate.issue(
            new HopCertificate.Request(
                TestKeys.ed25519().getPublic(),
                ca,
                FACTS,
                "a.b.c",
                "deploy",
                Duration.ofSeconds(30),
                new HopRights(
                    Set.of("permit-port-forwarding"), List.of(), Optional.of("/bin/false")),
                Optional.empty()));

    assertThat(sshKeygenShows(certificate))
        .containsPattern("Critical Options: *\n *force-command /bin/false\n");
    assertThat(parse(certificate).rights().permits()).containsExactly("permit-port-forwarding");
    assertThat(parse(certificate).rights().forcedCommand()).contains("/bin/false");
  }

  @Test
  void destinationsOfForwardedPorts_areParsedAsTheyWere() {
    HopRights rights =
        new HopRights(
            Set.of("permit-port-forwarding"),
            List.of("localhost:*", "[::1]:80", "*:443"),
            Optional.empty());
    HopCertificate certificate =
        parse(
            HopCertificate.issue(
                new HopCertificate.Request(
                    TestKeys.ed25519().getPublic(),
                    TestKeys.ed25519(),
                    FACTS,
                    "a.b.c",
                    "deploy",
                    Duration.ofSeconds(30),
                    rights,
                    Optional.empty())));

    assertThat(certificate.rights()).isEqualTo(rights);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a:", ":1", "a:0", "a:1-2", "a:1,b", "a\":1", "a b:1", "[::1:1", "a:1\n"})
  void whatIsNoDestination_isRefused(String text) {
    assertThatThrownBy(() -> new HopRights(Set.of(), List.of(text), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void earlierToken_isSaidToBeOne_withTheSessionAndItsOwnTimes() {
    Instant now = FACTS.expiresAt().plusSeconds(3600);
    var offline = new HopCertificate.Offline("01HZY", now, now.plusSeconds(300));
    HopCertificate certificate =
        parse(
            HopCertificate.issue(
                new HopCertificate.Request(
                    TestKeys.ed25519().getPublic(),
                    TestKeys.ed25519(),
                    FACTS,
                    "a.b.c",
                    "deploy",
                    Duration.ofSeconds(30),
                    PTY,
                    Optional.of(offline))));

    assertThat(certificate.token()).contains("a.b.c");
    assertThat(certificate.offlineSession()).contains("01HZY");
    assertThat(certificate.isValidAt(now.minusSeconds(30))).isTrue();
    assertThat(certificate.isValidAt(now.minusSeconds(31))).isFalse();
    assertThat(certificate.isValidAt(now.plusSeconds(329))).isTrue();
    assertThat(certificate.isValidAt(now.plusSeconds(330))).isFalse();
  }

  @Test
  void extension_isWrittenAsSshKeygenWritesIt() throws IOException, InterruptedException {
    Path ca = sshKeygenKey("ca");
    Path key = sshKeygenKey("key");
    run(
        "ssh-keygen -q -s %s -I id -n deploy -O clear -O permit-pty -O extension:%s=a.b.c %s.pub"
            .formatted(ca, HopCertificate.TOKEN_EXTENSION, key));
    String[] line = Files.readString(folder.resolve("key-cert.pub")).split(" ", -1);

    HopCertificate parsed = HopCertificate.parse(line[0], line[1]);

    assertThat(parsed.token()).contains("a.b.c");
    assertThat(parsed.rights().permits()).containsExactly("permit-pty");
    assertThat(Files.readString(folder.resolve("ca.pub"))).contains(parsed.authority().toString());
    assertThat(Files.readString(folder.resolve("key.pub"))).contains(parsed.key().toString());
  }

  @Test
  void keysOfMinaAndOfTheJdk_giveCertificatesThatParse() throws Exception {
    KeyPair mina = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    KeyPair jdk = TestKeys.ed25519();

    for (KeyPair key : List.of(mina, jdk)) {
      for (KeyPair ca : List.of(mina, jdk)) {
        HopCertificate parsed = parse(issue(key, ca, "a.b.c"));

        assertThat(parsed.key()).isEqualTo(SshEd25519Key.of(key.getPublic()));
        assertThat(parsed.authority()).isEqualTo(SshEd25519Key.of(ca.getPublic()));
        assertThat(parsed.token()).contains("a.b.c");
      }
    }
  }

  @Test
  void twoCertificates_differInTheirNonce() {
    KeyPair key = TestKeys.ed25519();

    assertThat(issue(key, key, "a.b.c").getNonce())
        .isNotEqualTo(issue(key, key, "a.b.c").getNonce());
  }

  @Test
  void caOfAnotherKind_cannotMakeAHopCertificate() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();

    assertThatThrownBy(() -> issue(TestKeys.ed25519(), rsa, "a.b.c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not an Ed25519 public key");
  }

  @Test
  void requestsText_doesNotHaveTheToken() {
    assertThat(request(TestKeys.ed25519(), TestKeys.ed25519(), "secret").toString())
        .contains("e42be805")
        .doesNotContain("secret");
  }

  private static OpenSshCertificate issue(KeyPair key, KeyPair ca, String token) {
    return HopCertificate.issue(request(key, ca, token));
  }

  private static HopCertificate.Request request(KeyPair key, KeyPair ca, String token) {
    return new HopCertificate.Request(
        key.getPublic(), ca, FACTS, token, "deploy", Duration.ofSeconds(30), PTY, Optional.empty());
  }

  private static HopCertificate parse(OpenSshCertificate certificate) {
    return HopCertificate.parse(certificate.getKeyType(), base64(certificate));
  }

  private static String base64(OpenSshCertificate certificate) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(certificate);
    return Base64.getEncoder().encodeToString(buffer.getCompactData());
  }

  private String sshKeygenShows(OpenSshCertificate certificate)
      throws IOException, InterruptedException {
    Path file = folder.resolve("hop-cert.pub");
    Files.writeString(file, certificate.getKeyType() + " " + base64(certificate) + "\n");
    return run("ssh-keygen -L -f " + file);
  }

  private Path sshKeygenKey(String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    run("ssh-keygen -q -t ed25519 -N  -f " + file);
    return file;
  }

  /** Runs a command whose words are separated by one blank; two make an empty word. */
  private static String run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true);
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
