package io.sallyport.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;

/** The RFC 7638 thumbprint of an Ed25519 key as a JWK (RFC 8037): SHA-256, base64url. */
public final class KeyThumbprint {
  private KeyThumbprint() {}

  /** The thumbprint of an Ed25519 key of any provider; else {@link IllegalArgumentException}. */
  public static String of(PublicKey ed25519) {
    return of(SshEd25519Key.of(ed25519));
  }

  static String of(SshEd25519Key key) {
    Base64.Encoder base64Url = Base64.getUrlEncoder().withoutPadding();
    // RFC 7638, 3.3: the required members only, in the order of their names, without white space.
    String jwk =
        "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}"
            .formatted(base64Url.encodeToString(key.key().point()));
    return base64Url.encodeToString(sha256(jwk.getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
