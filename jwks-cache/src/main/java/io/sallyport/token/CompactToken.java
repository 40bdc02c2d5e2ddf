package io.sallyport.token;

import io.sallyport.json.MalformedJsonException;
import io.sallyport.json.StrictJson;
import io.sallyport.jwks.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A JWS in its compact form (RFC 7515, 7.1), taken apart and not verified. */
final class CompactToken {
  /** Longest token that is looked at, in characters; real ones have less than 1000. */
  static final int MAX_LENGTH = 16 * 1024;

  private final Map<String, Object> header;
  private final Map<String, Object> claims;
  private final byte[] signingInput;
  private final byte[] signature;

  private CompactToken(
      Map<String, Object> header,
      Map<String, Object> claims,
      byte[] signingInput,
      byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  static CompactToken parse(String compact) throws RefusalException {
    if (compact.length() > MAX_LENGTH) {
      throw malformed("the token is longer than " + MAX_LENGTH + " characters");
    }
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw malformed("the token does not have three parts");
    }
    return new CompactToken(
        object("header", decode("header", parts[0])),
        object("claims", decode("claims", parts[1])),
        compact.substring(0, compact.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
        decode("signature", parts[2]));
  }

  Map<String, Object> header() {
    return header;
  }

  Map<String, Object> claims() {
    return claims;
  }

  /** Whether {@code key} made the signature over the first two parts as they stand. */
  boolean isSignedBy(VerificationKey key) {
    return key.verifies(signingInput, signature);
  }

  private static byte[] decode(String part, String text) throws RefusalException {
    try {
      return StrictBase64.decodeUrl(text);
    } catch (IllegalArgumentException e) {
      throw malformed("the token's " + part + ": " + e.getMessage());
    }
  }

  private static Map<String, Object> object(String part, byte[] json) throws RefusalException {
    try {
      return StrictJson.object(json);
    } catch (MalformedJsonException e) {
      throw malformed("the token's " + part + ": " + e.getMessage());
    }
  }

  private static RefusalException malformed(String detail) {
    return new RefusalException(Reason.MALFORMED, detail);
  }
}
