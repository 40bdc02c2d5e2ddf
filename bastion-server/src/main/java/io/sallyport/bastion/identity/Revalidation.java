package io.sallyport.bastion.identity;

import io.sallyport.bastion.offline.Outage;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.LookUp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whether somebody is still there, and what they are now: the portal about people, the file of
 * service accounts about those.
 */
public final class Revalidation {

  /** For so long what is known of somebody is taken for true; then it is asked again. */
  static final Duration INTERVAL = Duration.ofMinutes(5);

  /** The same where much is at stake. */
  static final Duration HIGH_RISK_INTERVAL = Duration.ofMinutes(1);

  /** Clocks may differ a little; nobody is asked about all the time for that. */
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Revalidation.class);

  /** What is known of somebody. */
  public sealed interface Standing {

    /** They are who they were, with these groups. */
    record Good(Identity identity) implements Standing {}

    /** The portal is down; they may go on as who they were, for a while. */
    record Offline(Identity identity) implements Standing {}

    /**
     * They are not known any more.
     *
     * @param to whom: {@code portal} or {@code service-accounts}
     */
    record Gone(String to, String reason) implements Standing {}

    /** The portal cannot be asked. */
    record Unknown(String reason) implements Standing {}
  }

  private final Portal portal;
  private final BoundKeys boundKeys;
  private final LiveServiceAccounts accounts;
  private final BindingLife life;
  private final Outage outage;
  private final InstantSource clock;

  public Revalidation(
      Portal portal,
      BoundKeys boundKeys,
      LiveServiceAccounts accounts,
      BindingLife life,
      Outage outage,
      InstantSource clock) {
    this.portal = portal;
    this.boundKeys = boundKeys;
    this.accounts = accounts;
    this.life = life;
    this.outage = outage;
    this.clock = clock;
  }

  /** Asks, unless it was asked a moment ago; takes as long as the portal does. */
  public Standing of(Presence presence) {
    Identity identity = presence.identity();
    Optional<Identity.Proof> proof = identity.proof();
    if (proof.isPresent()) {
      return account(presence, proof.get());
    }
    if (isRecent(presence)) {
      return new Standing.Good(identity);
    }
    Instant now = clock.instant();
    return switch (portal.userinfo(identity.name())) {
      case PortalAnswer.Given<Portal.Person>(var person) -> good(presence, person, now);
      case PortalAnswer.Refused<Portal.Person>(var reason) -> gone(identity, reason);
      case PortalAnswer.Unavailable<Portal.Person>(var reason, boolean down) ->
          down ? offline(presence, reason) : new Standing.Unknown(reason);
    };
  }

  private Standing account(Presence presence, Identity.Proof proof) {
    Instant now = clock.instant();
    String name = proof.account().name();
    return switch (accounts.current().find(name, proof.key(), proof.from(), now)) {
      case LookUp.Known known -> {
        Identity identity =
            Identity.serviceAccount(
                new Identity.Proof(known.account(), proof.key(), known.key(), proof.from()));
        presence.confirmed(identity, now);
        yield new Standing.Good(identity);
      }
      case LookUp.Lapsed(var reason) -> accountGone(presence, reason);
      case LookUp.Unknown _ ->
          accountGone(presence, "the account or its key is not there any more");
    };
  }

  private Standing accountGone(Presence presence, String reason) {
    outage.gone(presence.identity().qualifiedName());
    return new Standing.Gone("service-accounts", reason);
  }

  /** Whether what is known of somebody can be taken for true; no portal is asked about programs. */
  public boolean isRecent(Presence presence) {
    return presence.identity().kind() == Identity.Kind.SERVICE_ACCOUNT
        || clock.instant().isBefore(presence.knownAt().plus(interval(presence.identity())));
  }

  /** For how long what is known of somebody is taken for true; not for longer than it can be. */
  public Duration interval(Identity identity) {
    Duration interval = life.isHighRisk(identity.groups()) ? HIGH_RISK_INTERVAL : INTERVAL;
    return identity.end().map(end -> Duration.between(clock.instant(), end)).stream()
        .filter(left -> left.compareTo(interval) < 0)
        .map(left -> left.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : left)
        .findFirst()
        .orElse(interval);
  }

  /**
   * Calls somebody whenever it may be over for this identity before it would be asked about again.
   *
   * @return ends that
   */
  public Runnable whenChanged(Identity identity, Runnable listener) {
    return identity.proof().isPresent() ? accounts.whenChanged(listener) : () -> {};
  }

  private Standing good(Presence presence, Portal.Person person, Instant now) {
    Identity identity =
        Identity.person(
            person.user(), Set.copyOf(person.groups()), presence.identity().brokeGlass());
    presence.confirmed(identity, now);
    boundKeys.confirmed(identity);
    outage.confirmed(identity.qualifiedName(), identity.groups());
    return new Standing.Good(identity);
  }

  private Standing offline(Presence presence, String reason) {
    Identity identity = presence.identity();
    Optional<Identity> standIn =
        outage
            .standIn(identity.qualifiedName(), identity.brokeGlass())
            .map(person -> Identity.offline(person, identity.brokeGlass()));
    standIn.ifPresent(presence::assumed);
    return standIn
        .<Standing>map(Standing.Offline::new)
        .orElseGet(() -> new Standing.Unknown(reason));
  }

  private Standing gone(Identity identity, String reason) {
    outage.gone(identity.qualifiedName());
    try {
      var _ = boundKeys.revoke(identity.name());
    } catch (IOException e) {
      log.error("The keys of {} could not be revoked for good", identity.name(), e);
    }
    return new Standing.Gone("portal", reason);
  }
}
