package io.sallyport.embeddedportal;

import io.sallyport.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client assertion (RFC 7523) in the form {@code client_secret_jwt}, taken apart. */
final class ClientAssertion {
  private static final String MAC = "HmacSHA256";

  private final Parameters claims;
  private final String signingInput;
  private final byte[] signature;

  private ClientAssertion(Parameters claims, String signingInput, byte[] signature) {
    this.claims = claims;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  /**
   * Takes a compact JWS apart; verifies nothing.
   *
   * @throws BadRequest if it is not one with HS256 and without critical headers
   */
  static ClientAssertion parse(String compact) throws BadRequest {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw new BadRequest("assertion without three parts");
    }
    Parameters header = Parameters.parse(decode(parts[0]));
    if (!header.text("alg").orElse("").equals("HS256") || header.has("crit")) {
      throw new BadRequest("assertion that is not plain HS256");
    }
    return new ClientAssertion(
        Parameters.parse(decode(parts[1])), parts[0] + "." + parts[1], decode(parts[2]));
  }

  Parameters claims() {
    return claims;
  }

  boolean isSignedWith(Secret secret) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), MAC));
      byte[] expected = mac.doFinal(signingInput.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(expected, signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + MAC, e);
    }
  }

  private static byte[] decode(String part) throws BadRequest {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException _) {
      throw new BadRequest("assertion that is not base64url");
    }
  }
}
