package io.sallyport.serviceaccounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fingerprint of a public key as OpenSSH writes it: {@code SHA256:} and unpadded base64. */
final class KeyFingerprint {
  private static final String PREFIX = "SHA256:";
  private static final int LENGTH = 32;
  private static final Pattern MD5 = Pattern.compile("(?i)(MD5:)?([0-9a-f]{2}:){15}[0-9a-f]{2}");
  private static final Pattern KEY = Pattern.compile("(ssh|ecdsa|sk)-\\S+ .*");
  private static final String REMEDY = "; write what `ssh-keygen -lf KEY.pub` prints as SHA256:...";

  private KeyFingerprint() {}

  static String of(byte[] keyBlob) {
    return written(sha256(keyBlob));
  }

  /**
   * What is wrong with a fingerprint that somebody wrote, and what to do; empty when nothing is.
   */
  static Optional<String> fault(String text) {
    if (MD5.matcher(text).matches()) {
      return Optional.of("is an MD5 fingerprint, which other keys can be made to have" + REMEDY);
    }
    if (KEY.matcher(text).matches()) {
      return Optional.of("is a key, not a fingerprint" + REMEDY);
    }
    return isSha256(text)
        ? Optional.empty()
        : Optional.of("`" + text + "` is not a SHA-256 fingerprint" + REMEDY);
  }

  /** Compares in a time that does not depend on where the two differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  /** Also refuses padding and stray last bits: one key has one spelling, or look-ups would miss. */
  private static boolean isSha256(String text) {
    if (!text.startsWith(PREFIX)) {
      return false;
    }
    try {
      byte[] digest = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      return digest.length == LENGTH && text.equals(written(digest));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String written(byte[] digest) {
    return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
