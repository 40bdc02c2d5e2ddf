package io.sallyport.token;

import static io.sallyport.token.TestCertificate.concat;
import static io.sallyport.token.TestCertificate.options;
import static io.sallyport.token.TestCertificate.string;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.fuzz.FuzzRun;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

class CertificateFuzzTest {
  private static final String TOKEN = "secretsecretsecret.secretsecretsecret.secretsecretsecret";

  /** {@code string "ssh-ed25519", string signature} with its own length. */
  private static final int SIGNATURE_LENGTH = 4 + 4 + 11 + 4 + 64;

  private static final List<String> WORDS =
      List.of(
          "\0\0\0\0",
          "\0\0\0\1",
          "\0\0\0\2",
          "\0\0\0\20",
          "\0\0\0\40",
          "\0\0\0\100",
          "\0\0\0\6deploy",
          "\0\0\0\4root",
          "\0\0\0\1*",
          "\377\377\377\377",
          "\177\377\377\377",
          "\200\0\0\0",
          "deploy",
          "permit-pty",
          "permit-port-forwarding",
          "force-command",
          "source-address",
          "bastion-token@sallyport",
          "offline-token@sallyport",
          "session@sallyport",
          "ssh-ed25519",
          "ssh-rsa",
          HopCertificate.TYPE,
          "\n",
          "\0",
          "\377",
          "\303\251");

  private final TestCertificate certificate = certificate();

  private static TestCertificate certificate() {
    TestCertificate certificate = new TestCertificate();
    certificate.valid(Instant.ofEpochSecond(1_000), Instant.ofEpochSecond(2_000));
    certificate.token(TOKEN);
    return certificate;
  }

  @Test
  void a_certificate_that_was_changed_is_never_read() {
    byte[] plain = certificate.blob();
    certificate.offlineToken(TOKEN, "s-1");
    byte[] offline = certificate.blob();
    certificate.criticalOptions = options("force-command", string(string("/bin/false")));
    byte[] forced = certificate.blob();
    Set<String> good = new HashSet<>();
    List.of(plain, offline, forced).forEach(blob -> good.add(base64(blob)));

    Map<String, Long> verdicts =
        new FuzzRun("certificate")
            .over(
                List.of(plain, offline, forced),
                WORDS,
                8_000,
                changed -> {
                  String base64 = base64(changed);
                  boolean read = isRead(base64);
                  assertThat(read).isEqualTo(good.contains(base64));
                  return read ? "read" : "refused";
                });

    assertThat(verdicts).containsKeys("refused");
  }

  @Test
  void whatever_an_authority_has_signed_is_refused_or_read_as_another_reader_does() {
    byte[] blob = certificate.blob();
    byte[] body = Arrays.copyOf(blob, blob.length - SIGNATURE_LENGTH);

    Map<String, Long> verdicts =
        new FuzzRun("signed certificate")
            .over(
                List.of(body),
                WORDS,
                3_000,
                changed -> {
                  byte[] signed = concat(changed, string(signature(changed)));
                  if (!isRead(base64(signed))) {
                    return "refused";
                  }
                  assertReadAlike(
                      HopCertificate.parse(HopCertificate.TYPE, base64(signed)), signed);
                  return "read";
                });

    assertThat(verdicts).containsKeys("read", "refused");
  }

  @Test
  void base64_that_was_changed_is_never_read() {
    String good = certificate.base64();

    Map<String, Long> verdicts =
        new FuzzRun("certificate in base64")
            .over(
                List.of(good.getBytes(ISO_8859_1)),
                List.of("=", "==", " ", "\n", "-", "_", "AAAA", "A", "\0", "\377"),
                3_000,
                changed -> {
                  String base64 = new String(changed, ISO_8859_1);
                  boolean read = isRead(base64);
                  assertThat(read).isEqualTo(base64.equals(good));
                  return read ? "read" : "refused";
                });

    assertThat(verdicts).containsKeys("refused");
  }

  private static boolean isRead(String base64) {
    try {
      HopCertificate.parse(HopCertificate.TYPE, base64);
      return true;
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("the certificate ").hasNoCause();
      assertThat(e.getMessage()).doesNotContain("secret").hasSizeLessThan(200);
      return false;
    }
  }

  /** As MINA reads it, from which the bastion's side is made. */
  private static void assertReadAlike(HopCertificate certificate, byte[] blob) {
    OpenSshCertificate other;
    try {
      other = (OpenSshCertificate) new ByteArrayBuffer(blob).getRawPublicKey();
    } catch (SshException e) {
      throw new AssertionError(e);
    }
    assertThat(certificate.principals()).isEqualTo(List.copyOf(other.getPrincipals()));
    assertThat(certificate.keyId()).isEqualTo(other.getId());
    assertThat(certificate.key()).isEqualTo(SshEd25519Key.of(other.getCertPubKey()));
    assertThat(certificate.authority()).isEqualTo(SshEd25519Key.of(other.getCaPubKey()));
    for (long second : new long[] {0, 999, 1_000, 1_999, 2_000, Integer.MAX_VALUE}) {
      assertThat(certificate.isValidAt(Instant.ofEpochSecond(second)))
          .isEqualTo(
              Long.compareUnsigned(other.getValidAfter(), second) <= 0
                  && Long.compareUnsigned(second, other.getValidBefore()) < 0);
    }
  }

  private byte[] signature(byte[] body) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(certificate.ca.getPrivate());
      signer.update(body);
      return concat(string("ssh-ed25519"), string(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] blob) {
    return Base64.getEncoder().encodeToString(blob);
  }
}
