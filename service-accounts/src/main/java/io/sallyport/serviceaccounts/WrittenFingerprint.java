package io.sallyport.serviceaccounts;

import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/** A fingerprint that somebody wrote into the file. */
final class WrittenFingerprint {
  static final String SHA256 = "SHA256:";
  static final String MD5 = "MD5:";

  private static final int LENGTH = 32;
  private static final Pattern MD5_FORM =
      Pattern.compile("MD5:([0-9a-fA-F]{2}:){15}[0-9a-fA-F]{2}");
  private static final Pattern KEY = Pattern.compile("(ssh|ecdsa|sk)-\\S+ .*");
  private static final String REMEDY = "; write what `ssh-keygen -lf KEY.pub` prints as SHA256:...";

  private WrittenFingerprint() {}

  /**
   * The fingerprint in the one spelling in which it is looked up.
   *
   * @throws IllegalArgumentException if it is none, with what to write
   */
  static String parse(String text) {
    if (isMd5(text)) {
      return MD5 + text.substring(MD5.length()).toLowerCase(Locale.ROOT);
    }
    if (KEY.matcher(text).matches()) {
      throw new IllegalArgumentException("is a key, not a fingerprint" + REMEDY);
    }
    if (!isSha256(text)) {
      throw new IllegalArgumentException("`" + text + "` is not a fingerprint" + REMEDY);
    }
    return text;
  }

  static boolean isMd5(String text) {
    return MD5_FORM.matcher(text).matches();
  }

  static String sha256(byte[] digest) {
    return SHA256 + KeyFingerprints.unpadded(digest);
  }

  /** Also refuses padding and stray last bits: one key has one spelling, or look-ups would miss. */
  private static boolean isSha256(String text) {
    if (!text.startsWith(SHA256)) {
      return false;
    }
    try {
      byte[] digest = Base64.getDecoder().decode(text.substring(SHA256.length()));
      return digest.length == LENGTH && text.equals(sha256(digest));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
