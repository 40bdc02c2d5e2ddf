package io.sallyport.token;

import java.util.Base64;

/**
 * Base64 with exactly one spelling per value.
 *
 * <p>The JDK's decoders take missing padding and stray bits at the end, so that several texts mean
 * the same bytes; here only the text that the encoder would write is taken.
 */
final class StrictBase64 {
  private StrictBase64() {}

  /** Decodes padded Base64, as in SSH key lines; else {@link IllegalArgumentException}. */
  static byte[] decode(String text) {
    return decode(text, Base64.getDecoder(), Base64.getEncoder());
  }

  /** Decodes unpadded base64url, as in JWTs; else {@link IllegalArgumentException}. */
  static byte[] decodeUrl(String text) {
    return decode(text, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
  }

  private static byte[] decode(String text, Base64.Decoder decoder, Base64.Encoder encoder) {
    byte[] bytes;
    try {
      bytes = decoder.decode(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("not Base64");
    }
    if (!encoder.encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("not Base64 in its only spelling");
    }
    return bytes;
  }
}
