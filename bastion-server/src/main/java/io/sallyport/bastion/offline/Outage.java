package io.sallyport.bastion.offline;

import io.sallyport.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What may go on while the portal is down: what it has said is remembered while it speaks, and
 * counts for a while when it does not. Changes wait for the database, so on virtual threads only.
 */
public final class Outage {

  /** The operator's file that ends all this, in the state folder. */
  public static final String FORCE_ONLINE = "force-online";

  /** A token this young is not worth a write for the next one. */
  private static final Duration YOUNG = Duration.ofMinutes(5);

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
    remember(name, person -> person.confirmed(groups, now));
  }

  /**
   * The portal has said that somebody may go to a target.
   *
   * @param limit for how long that may be believed, if it says that
   */
  public void allowed(String name, Set<String> groups, Optional<Duration> limit) {
    Instant now = clock.instant();
    remember(name, person -> person.confirmed(groups, now).limited(limit));
  }

  /** The portal has vouched for somebody at a destination. */
  public void vouched(String name, String target, String login, String compact) {
    Instant now = clock.instant();
    EarlierToken token = new EarlierToken(target, login, now, Secret.of(compact));
    remember(
        name,
        person ->
            person.token(target, login).filter(kept -> isYoung(kept, now)).isPresent()
                ? person
                : person.with(token));
  }

  private static boolean isYoung(EarlierToken token, Instant now) {
    return now.isBefore(token.at().plus(YOUNG));
  }

  /** The portal has said that somebody may not go to a target. */
  public void refused(String name, String target) {
    forgetting(name, person -> person.without(target));
  }

  /** The portal has said that there is nobody of this name. */
  public void gone(String name) {
    forgetting(name, CachedPerson::withdrawn);
  }

  private void forgetting(String name, UnaryOperator<CachedPerson> change) {
    if (cache.find(name).isPresent()) {
      cache.update(name, change);
    }
  }

  /** Nothing is kept of those to whom it could never be of use. */
  private void remember(String name, UnaryOperator<CachedPerson> change) {
    CachedPerson person =
        change.apply(cache.find(name).orElseGet(() -> CachedPerson.unknown(name)));
    Duration life = rules.longestLife(person);
    if (life.isPositive()) {
      Instant oldest = clock.instant().minus(life);
      cache.update(name, known -> change.apply(known).withoutTokensBefore(oldest));
    } else {
      forgetting(name, CachedPerson::withdrawn);
    }
  }

  /**
   * Somebody, as the portal has described them, if they may go on without it.
   *
   * @param brokeGlass whether they have shown their password
   */
  public Optional<CachedPerson> standIn(String name, boolean brokeGlass) {
    return cache
        .find(name)
        .filter(person -> isWithin(person.confirmedAt(), life(person, brokeGlass)));
  }

  /** What the portal has signed for them at this destination, if they may show it again. */
  public Optional<String> token(String name, boolean brokeGlass, String target, String login) {
    return standIn(name, brokeGlass)
        .flatMap(person ->
            person
                .token(target, login)
                .filter(token -> isWithin(token.at(), life(person, brokeGlass))))
        .map(token -> token.compact().reveal());
  }

  private Duration life(CachedPerson person, boolean brokeGlass) {
    return brokeGlass ? rules.brokenGlassLife(person.name()) : rules.offlineLife(person);
  }

  /** Whether the operator has ended all this; it takes effect at once. */
  boolean isForcedOnline() {
    return Files.exists(forceOnline);
  }

  /** A clock that was set back must not make anything good again. */
  private boolean isWithin(Instant at, Duration life) {
    Instant now = clock.instant();
    return !isForcedOnline() && !now.isBefore(at) && now.isBefore(at.plus(life));
  }
}
