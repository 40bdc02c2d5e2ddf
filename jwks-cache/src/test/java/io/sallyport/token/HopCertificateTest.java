package io.sallyport.token;

import static io.sallyport.token.TestCertificate.concat;
import static io.sallyport.token.TestCertificate.options;
import static io.sallyport.token.TestCertificate.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HopCertificateTest {
  private final TestCertificate certificate = new TestCertificate();

  @Test
  void goodCertificate_saysWhatWasWritten() {
    certificate.token("a.b.c");

    HopCertificate parsed = certificate.parse();

    assertThat(parsed.key()).isEqualTo(SshEd25519Key.of(certificate.key.getPublic()));
    assertThat(parsed.authority()).isEqualTo(SshEd25519Key.of(certificate.ca.getPublic()));
    assertThat(parsed.keyId()).isEqualTo(certificate.keyId);
    assertThat(parsed.principals()).containsExactly("deploy");
    assertThat(parsed.rights().permits()).containsExactly("permit-pty");
    assertThat(parsed.token()).contains("a.b.c");
  }

  @Test
  void certificateWithoutTheExtension_hasNoToken() {
    assertThat(certificate.parse().token()).isEmpty();
  }

  @Test
  void critical_options_that_sshd_enforces_are_read_over() {
    certificate.criticalOptions =
        options(
            "force-command",
            string(string("/bin/false")),
            "source-address",
            string(string("192.0.2.1")));
    certificate.token("a.b.c");

    assertThat(certificate.parse().token()).contains("a.b.c");
  }

  @Test
  void token_isNotInTheText() {
    certificate.token("secret.secret.secret");

    assertThat(certificate.parse().toString()).contains("jti=1").doesNotContain("secret");
  }

  @Test
  void validity_hasItsFirstSecondAndNotItsLast() {
    certificate.valid(Instant.ofEpochSecond(100), Instant.ofEpochSecond(200));

    HopCertificate parsed = certificate.parse();

    assertThat(parsed.isValidAt(Instant.ofEpochSecond(99))).isFalse();
    assertThat(parsed.isValidAt(Instant.ofEpochSecond(100))).isTrue();
    assertThat(parsed.isValidAt(Instant.ofEpochSecond(199))).isTrue();
    assertThat(parsed.isValidAt(Instant.ofEpochSecond(200))).isFalse();
  }

  @Test
  void validityWithoutEnd_holdsForEver() {
    assertThat(certificate.parse().isValidAt(Instant.parse("9999-12-31T23:59:59Z"))).isTrue();
  }

  static Stream<Arguments> malformations() {
    byte[] empty = new byte[4];
    return Stream.of(
        wrong("N11 host certificate", "not the type of a user", c -> c.certificateType = 2),
        wrong("certificate type 0", "not the type of a user", c -> c.certificateType = 0),
        wrong("another type inside", "another type inside", c -> c.innerType = "ssh-ed25519"),
        wrong("bytes after the end", "bytes after the end", c -> c.after = new byte[1]),
        wrong(
            "CA signature of another key",
            "not its authority's",
            c -> c.signer = TestKeys.ed25519()),
        wrong("signature type", "not Ed25519", c -> c.signatureType = "ssh-ed448"),
        wrong("N11 CA key that is a certificate", "not of type", c -> c.caBlob = c.blob()),
        wrong(
            "two tokens",
            "two tokens",
            c ->
                c.extensions =
                    options(
                        "bastion-token@sallyport",
                        string(string("a.b.c")),
                        "offline-token@sallyport",
                        string(string("a.b.c")),
                        "session@sallyport",
                        string(string("s")))),
        wrong(
            "earlier token without a session",
            "without a session",
            c -> c.extensions = options("offline-token@sallyport", string(string("a.b.c")))),
        wrong(
            "session without an earlier token",
            "or a session without one",
            c -> c.extensions = options("session@sallyport", string(string("s")))),
        wrong(
            "session that breaks a log line",
            "no session's id",
            c -> c.offlineToken("a.b.c", "s jti=other")),
        wrong("key id with a newline", "control character", c -> c.keyId = "a\nb"),
        wrong("key id beyond 1024", "a key id longer", c -> c.keyId = "a".repeat(1025)),
        wrong(
            "extension twice",
            "twice or out of order",
            c -> c.extensions = options("permit-pty", empty, "permit-pty", empty)),
        wrong(
            "extensions out of order",
            "twice or out of order",
            c -> c.extensions = options("permit-user-rc", empty, "permit-pty", empty)),
        wrong(
            "critical option twice",
            "twice or out of order",
            c -> c.criticalOptions = options("force-command", empty, "force-command", empty)),
        wrong(
            "N11 unknown critical option",
            "unknown critical option",
            c -> c.criticalOptions = options("verify-required", empty)),
        wrong(
            "token among critical options",
            "unknown critical option",
            c -> c.criticalOptions = options("bastion-token@sallyport", string(string("a.b.c")))),
        wrong("option cut off", "ends too early", c -> c.extensions = string("permit-pty")),
        wrong(
            "token without its inner length",
            "beyond the end",
            c -> c.extensions = options("bastion-token@sallyport", string("a.b.c"))),
        wrong(
            "token with bytes after it",
            "bytes after the end",
            c ->
                c.extensions =
                    options("bastion-token@sallyport", string(concat(string("a.b.c"), empty)))),
        wrong("token beyond 16 KiB", "a text longer", c -> c.token("a".repeat(16385))));
  }

  private static Arguments wrong(
      String what, String message, Consumer<TestCertificate> modification) {
    return arguments(what, message, modification);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformations")
  void certificateWithSomethingOutOfPlace_isRefused(
      String what, String message, Consumer<TestCertificate> modification) {
    modification.accept(certificate);

    assertThatThrownBy(certificate::parse)
        .as(what)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the certificate has ")
        .hasMessageContaining(message);
  }

  @Test
  void tokenOf16KiBAndKeyIdOf1024_areStillRead() {
    certificate.token("a".repeat(16384));
    certificate.keyId = "a".repeat(1024);

    assertThat(certificate.parse().token().orElseThrow()).hasSize(16384);
  }

  @Test
  void everyTruncation_isRefused() {
    certificate.token("a.b.c");
    byte[] blob = certificate.blob();

    IntStream.range(0, blob.length)
        .forEach(length ->
            assertThatThrownBy(() -> parse(Arrays.copyOf(blob, length)))
                .isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void everyByteWithAFlippedBit_isRefused() {
    certificate.token("a.b.c");
    byte[] blob = certificate.blob();

    IntStream.range(0, blob.length)
        .forEach(place -> {
          byte[] flipped = blob.clone();
          flipped[place] ^= (byte) (1 << (place % 8));
          assertThatThrownBy(() -> parse(flipped)).isInstanceOf(IllegalArgumentException.class);
        });
  }

  @Test
  void otherKeyTypesAndOtherSpellingsOfBase64_areRefused() {
    String base64 = certificate.base64();

    for (String type : List.of("ssh-ed25519", "ssh-rsa-cert-v01@openssh.com", "")) {
      assertThatThrownBy(() -> HopCertificate.parse(type, base64)).hasMessageContaining("type");
    }
    for (String text : List.of("", " " + base64, base64 + "=", base64 + "\n", "*")) {
      assertThatThrownBy(() -> HopCertificate.parse(HopCertificate.TYPE, text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void blobBeyond96KiB_isRefusedUnread() {
    String base64 = Base64.getEncoder().encodeToString(new byte[96 * 1024 + 1]);

    assertThatThrownBy(() -> HopCertificate.parse(HopCertificate.TYPE, base64))
        .hasMessage("the certificate is longer than 98304 bytes");
  }

  @Test
  void messages_neverQuoteTheToken() {
    certificate.token("secret");
    certificate.signer = TestKeys.ed25519();

    assertThatThrownBy(certificate::parse).hasMessageNotContaining("secret").hasNoCause();
  }

  private static void parse(byte[] blob) {
    HopCertificate.parse(HopCertificate.TYPE, Base64.getEncoder().encodeToString(blob));
  }
}
