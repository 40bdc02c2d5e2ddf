package io.sallyport.embeddedportal;

import io.sallyport.token.BastionToken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** Says yes to a hop: a bastion token with every claim that the portal can answer for. */
final class HopSigner {
  private final URI issuer;
  private final SigningKey key;
  private final Clock clock;
  private final Duration life;

  HopSigner(URI issuer, SigningKey key, Clock clock, Duration life) {
    this.issuer = issuer;
    this.key = key;
    this.clock = clock;
    this.life = life;
  }

  Answer sign(Caller caller, Subject subject, HopRequest hop) {
    BastionToken token = claims(caller, subject, hop);
    return Answer.ok(Map.of("bastion_jwt", key.sign(token), "expires_in", life.toSeconds()))
        .noting("%s to %s, jti %s".formatted(token.subject(), token.targetHost(), token.id()));
  }

  private BastionToken claims(Caller caller, Subject subject, HopRequest hop) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new BastionToken(
        issuer.toString(),
        subject.name(),
        BastionToken.AUDIENCE,
        UUID.randomUUID().toString(),
        now,
        now,
        now.plus(life),
        caller.id(),
        caller.group(),
        hop.targetHost(),
        hop.targetGroup(),
        hop.targetLogin(),
        subject.groups(),
        hop.confirmation(),
        // What a person proved to the bastion is not for the portal to vouch for.
        hop.keyFingerprint().filter(_ -> subject instanceof Account),
        hop.sessionId());
  }
}
