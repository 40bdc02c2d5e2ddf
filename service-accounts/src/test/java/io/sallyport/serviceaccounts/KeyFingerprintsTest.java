package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFingerprintsTest {
  private static final String REMEDY = "; write what `ssh-keygen -lf KEY.pub` prints as SHA256:...";
  private static final String DIGEST = "4C2kbLTG5xMOhHmRTLmcZpMmPKh16O7eHkXULDETsLM";

  @Test
  void fingerprint_isTheOneThatSshKeygenPrints() {
    assertThat(KeyFingerprints.of(TestKeys.ED25519).sha256())
        .isEqualTo(TestKeys.ED25519_FINGERPRINT);
    assertThat(KeyFingerprints.of(TestKeys.RSA).sha256()).isEqualTo(TestKeys.RSA_FINGERPRINT);
  }

  @Test
  void md5_isTheOneThatSshKeygenPrints() {
    assertThat(KeyFingerprints.of(TestKeys.ED25519).md5()).isEqualTo(TestKeys.ED25519_MD5);
  }

  @Test
  void sha256Fingerprint_isTakenAsItStands() {
    assertThat(WrittenFingerprint.parse(TestKeys.ED25519_FINGERPRINT))
        .isEqualTo(TestKeys.ED25519_FINGERPRINT);
  }

  @Test
  void md5Fingerprint_isTakenInSmallLetters() {
    assertThat(WrittenFingerprint.parse("MD5:EC:70:11:b5:05:13:85:ea:c8:81:2d:3b:2d:fc:2f:d4"))
        .isEqualTo(TestKeys.ED25519_MD5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
        "ecdsa-sha2-nistp256 AAAA me",
        "sk-ssh-ed25519 AAAA"
      })
  void keyItself_isRefusedWithASentence(String text) {
    assertThatThrownBy(() -> WrittenFingerprint.parse(text))
        .hasMessage("is a key, not a fingerprint" + REMEDY);
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
        "SHA512:" + DIGEST,
        "md5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6",
        "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:4g"
      })
  void anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> WrittenFingerprint.parse(text))
        .hasMessage("`" + text + "` is not a fingerprint" + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 31, 33, 64})
  void digestOfAnotherLength_isRefused(int length) {
    assertThat(isTaken(written(new byte[length]))).isFalse();
    assertThat(isTaken(written(new byte[32]))).isTrue();
  }

  @Test
  void secondSpellingOfOneDigest_isRefused() {
    String straySpelling = TestKeys.ED25519_FINGERPRINT.replaceFirst(".$", "");
    long accepted =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .chars()
            .filter(last -> isTaken(straySpelling + (char) last))
            .count();
    // 43 letters of base64 hold 258 bits: of the last letter, 4 bits count.
    assertThat(accepted).isEqualTo(16);
  }

  @Test
  void comparison_coversTheWholeText() {
    KeyFingerprints key = new KeyFingerprints("SHA256:a", "MD5:b");
    assertThat(key.are("SHA256:a")).isTrue();
    assertThat(key.are("MD5:b")).isTrue();
    assertThat(key.are("SHA256:b")).isFalse();
    assertThat(key.are("SHA256:aa")).isFalse();
    assertThat(key.are("sha256:a")).isFalse();
    assertThat(key.are("")).isFalse();
  }

  private static boolean isTaken(String text) {
    try {
      return WrittenFingerprint.parse(text).equals(text);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String written(byte[] digest) {
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }
}
