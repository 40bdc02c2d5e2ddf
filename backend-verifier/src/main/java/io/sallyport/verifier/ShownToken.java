package io.sallyport.verifier;

import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What must not be shown a second time elsewhere, and for how long that could be tried.
 *
 * @param name of a fixed length and without spaces, whatever the portal likes to call it
 * @param until from when on it is of no use anyhow
 */
record ShownToken(String name, Instant until) {
  /** A certificate with an earlier token is never good for longer. */
  private static final Duration LONGEST_OFFLINE = Duration.ofDays(7);

  /**
   * That of a certificate. An earlier token is shown again and again, each time in a certificate of
   * its own, which then is what counts.
   */
  static ShownToken of(HopCertificate certificate, BastionToken token, Duration skew, Instant now) {
    return certificate.offlineSession().isPresent()
        ? new ShownToken(hash(certificate.key().toString()), now.plus(LONGEST_OFFLINE))
        : of(token, skew);
  }

  /** That of a token by itself. */
  static ShownToken of(BastionToken token, Duration skew) {
    return new ShownToken(hash(token.issuer() + " " + token.id()), token.expiresAt().plus(skew));
  }

  /** Its one session. */
  ShownToken session() {
    return new ShownToken(name + ".session", until);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
