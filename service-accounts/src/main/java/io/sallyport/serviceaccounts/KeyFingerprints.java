package io.sallyport.serviceaccounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The fingerprints of one public key, as {@code ssh-keygen -l} prints them.
 *
 * @param sha256 {@code SHA256:} and unpadded base64
 * @param md5 {@code MD5:} and 16 bytes in hex with colons; empty where only the other is known
 */
public record KeyFingerprints(String sha256, String md5) {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  /** Of the whole public key in SSH wire format (RFC 4253, section 6.6). */
  public static KeyFingerprints of(byte[] keyBlob) {
    return new KeyFingerprints(
        WrittenFingerprint.sha256(digest("SHA-256", keyBlob)),
        WrittenFingerprint.MD5 + COLONS.formatHex(digest("MD5", keyBlob)));
  }

  /** Of a key of which nothing else is known, as bastion tokens name it in {@code key_fp}. */
  public static KeyFingerprints ofSha256(String fingerprint) {
    return new KeyFingerprints(fingerprint, "");
  }

  /**
   * Whether this is the key that somebody wrote down; takes as long wherever the two differ.
   *
   * @param written one of the two, in the spelling of {@code ssh-keygen}
   */
  boolean are(String written) {
    boolean isSha256 = same(sha256, written);
    boolean isMd5 = same(md5, written);
    return isSha256 || isMd5;
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static byte[] digest(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Base64 as in {@code ssh-keygen}. */
  static String unpadded(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
