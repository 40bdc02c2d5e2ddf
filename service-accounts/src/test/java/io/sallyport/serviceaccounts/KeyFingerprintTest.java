package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFingerprintTest {
  private static final String REMEDY = "; write what `ssh-keygen -lf KEY.pub` prints as SHA256:...";
  private static final String DIGEST = "4C2kbLTG5xMOhHmRTLmcZpMmPKh16O7eHkXULDETsLM";

  @Test
  void fingerprint_isTheOneThatSshKeygenPrints() {
    assertThat(KeyFingerprint.of(TestKeys.ED25519)).isEqualTo(TestKeys.ED25519_FINGERPRINT);
    assertThat(KeyFingerprint.of(TestKeys.RSA)).isEqualTo(TestKeys.RSA_FINGERPRINT);
  }

  @Test
  void sha256Fingerprint_hasNoFault() {
    assertThat(KeyFingerprint.fault(TestKeys.ED25519_FINGERPRINT)).isEmpty();
    assertThat(KeyFingerprint.fault(KeyFingerprint.of(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "md5:16:27:AC:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48"
      })
  void md5Fingerprint_isRefusedWithASentence(String text) {
    assertThat(KeyFingerprint.fault(text))
        .contains("is an MD5 fingerprint, which other keys can be made to have" + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
        "ecdsa-sha2-nistp256 AAAA me",
        "sk-ssh-ed25519 AAAA"
      })
  void keyItself_isRefusedWithASentence(String text) {
    assertThat(KeyFingerprint.fault(text)).contains("is a key, not a fingerprint" + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SHA256:",
        "SHA256",
        DIGEST,
        "sha256:" + DIGEST,
        "SHA1:" + DIGEST,
        "SHA256: " + DIGEST,
        "SHA256:" + DIGEST + "=",
        "SHA256:" + DIGEST + " comment",
        "SHA256:4C2kbLTG5xMOhHmRTLmcZpMmPKh16O7eHkXULDETsL_",
        "SHA512:" + DIGEST
      })
  void anythingElse_isRefused(String text) {
    assertThat(KeyFingerprint.fault(text))
        .contains("`" + text + "` is not a SHA-256 fingerprint" + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33, 64})
  void digestOfAnotherLength_isRefused(int length) {
    assertThat(KeyFingerprint.fault(written(new byte[length]))).isPresent();
    assertThat(KeyFingerprint.fault(written(new byte[32]))).isEmpty();
  }

  @Test
  void secondSpellingOfOneDigest_isRefused() {
    String straySpelling = TestKeys.ED25519_FINGERPRINT.replaceFirst(".$", "");
    long accepted =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .chars()
            .filter(last -> KeyFingerprint.fault(straySpelling + (char) last).isEmpty())
            .count();
    // 43 letters of base64 hold 258 bits: of the last letter, 4 bits count.
    assertThat(accepted).isEqualTo(16);
  }

  @Test
  void comparison_coversTheWholeText() {
    assertThat(KeyFingerprint.same("SHA256:a", "SHA256:a")).isTrue();
    assertThat(KeyFingerprint.same("SHA256:a", "SHA256:b")).isFalse();
    assertThat(KeyFingerprint.same("SHA256:a", "SHA256:aa")).isFalse();
    assertThat(KeyFingerprint.same("SHA256:a", "sha256:a")).isFalse();
    assertThat(KeyFingerprint.same("SHA256:a", "")).isFalse();
  }

  private static String written(byte[] digest) {
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }
}
