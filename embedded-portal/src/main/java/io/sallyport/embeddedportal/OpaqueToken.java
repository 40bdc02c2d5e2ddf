package io.sallyport.embeddedportal;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A fresh token that means nothing by itself: 256 random bits in hexadecimal. */
final class OpaqueToken {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private OpaqueToken() {}

  static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
