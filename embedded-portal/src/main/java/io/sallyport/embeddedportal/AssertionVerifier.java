package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether a client assertion may pass, once: for this endpoint, signed by this client,
 * within five minutes of its making (RFC 7523, section 3, with nothing left optional).
 */
final class AssertionVerifier {
  private static final Duration MAX_LIFE = Duration.ofMinutes(5);

  /** How far the client's clock may be ahead. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private static final int MAX_ID = 255;

  /** The end of the year 9999: far enough, and within what an Instant can add to. */
  private static final long LATEST = 253_402_300_799L;

  private final PortalUrls urls;
  private final UsedAssertions used;
  private final Clock clock;

  AssertionVerifier(PortalUrls urls, UsedAssertions used, Clock clock) {
    this.urls = urls;
    this.used = used;
    this.clock = clock;
  }

  /**
   * Verifies an assertion of {@code client} that was sent to {@code path}, and uses it up.
   *
   * @throws BadRequest saying what is wrong with it, for the log
   */
  void verify(ClientAssertion assertion, Client client, String path)
      throws BadRequest, SQLException {
    require(client.secret().isPresent(), "assertion of a public client");
    require(assertion.isSignedWith(client.secret().get()), "assertion with a wrong signature");
    Parameters claims = assertion.claims();
    require(claims.text("iss").orElse("").equals(client.id()), "assertion of another issuer");
    String audience = claims.onlyText("aud").orElse("");
    require(
        audience.equals(urls.of(path)) || audience.equals(urls.issuer()),
        "assertion for another audience");
    Instant expiry = checkTimes(claims);
    String id = claims.text("jti").orElse("");
    require(!id.isEmpty() && id.length() <= MAX_ID, "assertion without a usable jti");
    require(used.isFirstUse(client, id, expiry), "assertion that was used before");
  }

  private Instant checkTimes(Parameters claims) throws BadRequest {
    Instant now = clock.instant();
    Instant made = time(claims, "iat");
    Instant expiry = time(claims, "exp");
    require(now.isBefore(expiry), "assertion that is expired");
    require(!made.isAfter(now.plus(SKEW)), "assertion from the future");
    require(!expiry.isAfter(made.plus(MAX_LIFE)), "assertion that lives too long");
    if (claims.has("nbf")) {
      require(!time(claims, "nbf").isAfter(now.plus(SKEW)), "assertion from the future");
    }
    return expiry;
  }

  private static Instant time(Parameters claims, String name) throws BadRequest {
    long seconds =
        claims.number(name).orElseThrow(() -> new BadRequest("assertion without " + name));
    return Instant.ofEpochSecond(Math.clamp(seconds, 0, LATEST));
  }

  private static void require(boolean holds, String note) throws BadRequest {
    if (!holds) {
      throw new BadRequest(note);
    }
  }
}
