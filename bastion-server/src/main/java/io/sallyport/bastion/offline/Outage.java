package io.sallyport.bastion.offline;

import io.sallyport.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What may go on while the portal is down: what it has said is remembered while it speaks, and
 * counts for a while when it does not. Changes wait for the database, so on virtual threads only.
 */
public final class Outage {

  /** The operator's file that ends all this, in the state folder. */
  public static final String FORCE_ONLINE = "force-online";

  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  /** A token this young is not worth a write for the next one. */
  private static final Duration YOUNG = Duration.ofMinutes(5);

  /** The same groups again within this time are no news. */
  private static final Duration NEWS = Duration.ofMinutes(1);

  private final IdentityCache cache;
  private final OutageRules rules;
  private final Path forceOnline;
  private final InstantSource clock;

  /**
   * Under these rules.
   *
   * @param state the bastion's state folder
   */
  Outage(IdentityCache cache, OutageRules rules, Path state, InstantSource clock) {
    this.cache = cache;
    this.rules = rules;
    this.forceOnline = state.resolve(FORCE_ONLINE);
    this.clock = clock;
  }

  /** The portal has said that somebody is who they are, with these groups. */
  public void confirmed(String name, Set<String> groups) {
    Instant now = clock.instant();
    cache.learn(
        name,
        known ->
            known.groups().equals(groups) && isWithin(known.confirmedAt(), NEWS, now)
                ? known
                : useful(known.confirmed(groups, now), now));
  }

  /**
   * The portal has said that somebody may go to a target.
   *
   * @param limit for how long that may be believed, if it says that
   */
  public void allowed(String name, Optional<Duration> limit) {
    Instant now = clock.instant();
    cache.learn(name, known -> useful(known.limited(limit.filter(rules::isLess)), now));
  }

  /** The portal has vouched for somebody at a destination. */
  public void vouched(String name, String target, String login, String compact) {
    Instant now = clock.instant();
    EarlierToken token = new EarlierToken(target, login, now, Secret.of(compact));
    cache.learn(
        name,
        known ->
            known.token(target, login).filter(kept -> isWithin(kept.at(), YOUNG, now)).isPresent()
                ? known
                : useful(known.with(token), now));
  }

  /** Nothing is kept of those to whom it could never be of use. */
  private CachedPerson useful(CachedPerson person, Instant now) {
    return rules.useful(person, now).orElseGet(person::useless);
  }

  /** The portal has said that somebody may not go to a target. */
  public void refused(String name, String target) {
    take(name, person -> person.without(target));
  }

  /** The portal has said that there is nobody of this name. */
  public void gone(String name) {
    take(name, CachedPerson::withdrawn);
  }

  private void take(String name, UnaryOperator<CachedPerson> change) {
    try {
      var _ = cache.take(name, change);
    } catch (IOException e) {
      log.error("What the portal has taken back about {} is known after a restart", name, e);
    }
  }

  /**
   * Somebody, as the portal has described them, if they may go on without it.
   *
   * @param brokeGlass whether they have shown their password
   */
  public Optional<CachedPerson> standIn(String name, boolean brokeGlass) {
    return cache.find(name).filter(person -> counts(person.confirmedAt(), person, brokeGlass));
  }

  /** What the portal has signed for them at this destination, if they may show it again. */
  public Optional<String> token(String name, boolean brokeGlass, String target, String login) {
    return standIn(name, brokeGlass)
        .flatMap(person ->
            person.token(target, login).filter(token -> counts(token.at(), person, brokeGlass)))
        .map(token -> token.compact().reveal());
  }

  private boolean counts(Instant at, CachedPerson person, boolean brokeGlass) {
    Duration life = brokeGlass ? rules.brokenGlassLife(person.name()) : rules.offlineLife(person);
    return !isForcedOnline() && isWithin(at, life, clock.instant());
  }

  /** Whether the operator has ended all this; it takes effect at once. */
  boolean isForcedOnline() {
    return Files.exists(forceOnline);
  }

  /** A clock that was set back must not make anything good again. */
  private static boolean isWithin(Instant at, Duration life, Instant now) {
    return !now.isBefore(at) && now.isBefore(at.plus(life));
  }
}
