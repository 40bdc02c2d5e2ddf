package io.sallyport.bastion.identity;

import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the portal whether somebody is still there, and what they are now. */
public final class Revalidation {

  /** For so long what is known of somebody is taken for true; then it is asked again. */
  public static final Duration INTERVAL = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(Revalidation.class);

  /** What is known of somebody. */
  public sealed interface Standing {

    /** They are who they were, with these groups. */
    record Good(Identity identity) implements Standing {}

    /** The portal does not know them any more. */
    record Gone(String reason) implements Standing {}

    /** The portal cannot be asked. */
    record Unknown(String reason) implements Standing {}
  }

  private final Portal portal;
  private final BoundKeys boundKeys;
  private final InstantSource clock;

  public Revalidation(Portal portal, BoundKeys boundKeys, InstantSource clock) {
    this.portal = portal;
    this.boundKeys = boundKeys;
    this.clock = clock;
  }

  /** Asks, unless it was asked a moment ago; takes as long as the portal does. */
  public Standing of(Presence presence) {
    Identity identity = presence.identity();
    Instant now = clock.instant();
    boolean recent = now.isBefore(presence.knownAt().plus(INTERVAL));
    if (identity.kind() == Identity.Kind.SERVICE_ACCOUNT || recent) {
      return new Standing.Good(identity);
    }
    return switch (portal.userinfo(identity.name())) {
      case PortalAnswer.Given<Portal.Person>(var person) -> good(presence, person, now);
      case PortalAnswer.Refused<Portal.Person>(var reason) -> gone(identity, reason);
      case PortalAnswer.Unavailable<Portal.Person>(var reason, _) -> new Standing.Unknown(reason);
    };
  }

  private Standing good(Presence presence, Portal.Person person, Instant now) {
    Identity identity = Identity.person(person.user(), Set.copyOf(person.groups()));
    presence.confirmed(identity, now);
    boundKeys.confirmed(identity);
    return new Standing.Good(identity);
  }

  private Standing gone(Identity identity, String reason) {
    try {
      var _ = boundKeys.revoke(identity.name());
    } catch (IOException e) {
      log.error("The keys of {} could not be revoked for good", identity.name(), e);
    }
    return new Standing.Gone(reason);
  }
}
