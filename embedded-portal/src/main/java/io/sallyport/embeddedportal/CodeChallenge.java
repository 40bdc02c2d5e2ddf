package io.sallyport.embeddedportal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The S256 code challenge (RFC 7636, section 4.2) of a device request: only who knows its verifier
 * gets the tokens.
 *
 * @param value the verifier's SHA-256 in base64url
 */
record CodeChallenge(String value) {
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  static Optional<CodeChallenge> in(Form form) throws OAuthError {
    Optional<String> value = form.text("code_challenge");
    Optional<String> method = form.text("code_challenge_method");
    if (value.isEmpty() && method.isEmpty()) {
      return Optional.empty();
    }
    if (!method.orElse("plain").equals("S256")) {
      throw OAuthError.invalidRequest("code_challenge_method must be S256");
    }
    if (value.isEmpty() || !CHALLENGE.matcher(value.get()).matches()) {
      throw OAuthError.invalidRequest("Malformed code_challenge");
    }
    return value.map(CodeChallenge::new);
  }

  /**
   * Checks the verifier of a token request against the challenge of its device request.
   *
   * @throws OAuthError if one of them has no other, or they do not match
   */
  static void check(Optional<CodeChallenge> challenge, Optional<String> verifier)
      throws OAuthError {
    if (challenge.isPresent() && verifier.isEmpty()) {
      throw OAuthError.invalidGrant("code_verifier is required");
    }
    // A verifier without a challenge: somebody took the challenge out of the device request.
    if (verifier.isPresent() && challenge.filter(it -> it.isOf(verifier.get())).isEmpty()) {
      throw OAuthError.invalidGrant("PKCE validation failed");
    }
  }

  private boolean isOf(String verifier) {
    byte[] expected = Base64.getUrlEncoder().withoutPadding().encode(Sha256.of(verifier));
    return VERIFIER.matcher(verifier).matches()
        && MessageDigest.isEqual(expected, value.getBytes(StandardCharsets.US_ASCII));
  }
}
