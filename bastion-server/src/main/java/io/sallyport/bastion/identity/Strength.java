package io.sallyport.bastion.identity;

import java.security.PublicKey;
import java.security.interfaces.DSAKey;
import java.security.interfaces.RSAKey;

/** What a key must be to be believed for hours. */
final class Strength {

  private static final int SMALLEST_RSA = 2048;

  /** Larger ones cost the bastion more than the client. */
  private static final int LARGEST_RSA = 8192;

  private Strength() {}

  static boolean suffices(PublicKey key) {
    return switch (key) {
      case DSAKey _ -> false;
      case RSAKey rsa -> {
        int bits = rsa.getModulus().bitLength();
        yield bits >= SMALLEST_RSA && bits <= LARGEST_RSA;
      }
      default -> true;
    };
  }
}
