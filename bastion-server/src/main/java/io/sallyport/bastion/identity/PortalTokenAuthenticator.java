package io.sallyport.bastion.identity;

import io.sallyport.bastion.offline.Outage;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import java.time.InstantSource;
import java.util.Set;

/** Authenticates people by the one-time token that the portal gave them. */
public final class PortalTokenAuthenticator {

  private static final int LONGEST_TOKEN = 256;

  private final Portal portal;
  private final Outage outage;
  private final InstantSource clock;

  public PortalTokenAuthenticator(Portal portal, Outage outage, InstantSource clock) {
    this.portal = portal;
    this.outage = outage;
    this.clock = clock;
  }

  /** Redeems the token; takes as long as the portal does. */
  public Authentication authenticate(String user, String token) {
    if (!UserName.isValid(user)) {
      return new Authentication.Rejected("the name is not a user name");
    }
    String typed = token.strip();
    if (typed.isEmpty() || typed.length() > LONGEST_TOKEN) {
      return new Authentication.Rejected("what was typed is not a portal token");
    }
    return switch (portal.verify(typed)) {
      case PortalAnswer.Given<Portal.Person>(var person) -> identify(user, person);
      case PortalAnswer.Refused<Portal.Person>(var reason) -> new Authentication.Rejected(reason);
      case PortalAnswer.Unavailable<Portal.Person>(var reason, boolean down) ->
          new Authentication.Unavailable(reason, down);
    };
  }

  /** The portal never compares the name; whose token it is must be who says so. */
  private Authentication identify(String user, Portal.Person person) {
    if (!person.user().equals(user)) {
      return new Authentication.Rejected(
          "the token belongs to " + UserName.forLog(person.user()) + ", not to this user");
    }
    Identity identity = Identity.person(user, Set.copyOf(person.groups()));
    outage.confirmed(identity.qualifiedName(), identity.groups());
    return new Authentication.Authenticated(Presence.of(identity, clock.instant()));
  }
}
