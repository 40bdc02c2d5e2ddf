package io.sallyport.bastion.offline;

import io.sallyport.config.Secret;
import io.sallyport.password.PasswordHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * The passwords by which named people may log in while the portal is down. To try one takes as long
 * for anybody, and few are tried at a time. Waits, so on virtual threads only.
 */
public final class BreakGlassPasswords {

  /** Each takes 64 MiB while it is hashed. */
  private static final int AT_A_TIME = 2;

  private static final int MOST_WAITING = 16;

  /** Of nobody's: it is checked where there is nothing else to check. */
  private static final String NOBODYS =
      "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA"
          + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private final IdentityCache cache;
  private final OutageRules rules;
  private final InstantSource clock;
  private final Semaphore hashing = new Semaphore(AT_A_TIME, true);

  BreakGlassPasswords(IdentityCache cache, OutageRules rules, InstantSource clock) {
    this.cache = cache;
    this.rules = rules;
    this.clock = clock;
  }

  /** Whether anybody may have one. */
  public boolean areThere() {
    return rules.breakGlass().isPresent();
  }

  /** What came of a guess. The reasons are for the log. */
  public sealed interface Guess {
    /** It was right. */
    record Right() implements Guess {}

    /** It was wrong, or does not count. */
    record Wrong(String reason) implements Guess {}
  }

  /**
   * Tries a password.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public Guess guess(String name, String password) throws InterruptedException {
    Optional<BreakGlassPassword> kept =
        cache.find(name).filter(_ -> rules.mayBreakGlass(name)).flatMap(CachedPerson::password);
    if (hashing.getQueueLength() >= MOST_WAITING) {
      return new Guess.Wrong("too many break-glass passwords are tried at once");
    }
    boolean right = matches(kept.map(it -> it.hash().reveal()).orElse(NOBODYS), password);
    return kept.isEmpty()
        ? new Guess.Wrong("they have no break-glass password")
        : conclude(name, right);
  }

  private boolean matches(String hash, String password) throws InterruptedException {
    hashing.acquire();
    try {
      return PasswordHash.parse(hash).matches(password);
    } finally {
      hashing.release();
    }
  }

  /** One after the other, so that guesses made at once are all counted. */
  private synchronized Guess conclude(String name, boolean right) {
    Instant now = clock.instant();
    Optional<BreakGlassPassword> kept = cache.find(name).flatMap(CachedPerson::password);
    if (kept.isEmpty()) {
      return new Guess.Wrong("their break-glass password has just been removed");
    }
    if (kept.get().isLockedAt(now)) {
      return new Guess.Wrong("their break-glass password is locked");
    }
    change(name, right ? BreakGlassPassword::unlocked : password -> password.failed(now));
    return right ? new Guess.Right() : new Guess.Wrong("the break-glass password is wrong");
  }

  private void change(String name, UnaryOperator<BreakGlassPassword> change) {
    cache.update(name, person -> person.with(person.password().map(change)));
  }

  /**
   * Gives somebody a password, instead of an earlier one.
   *
   * @throws IllegalArgumentException if they may have none, or it is no hash; for the operator
   */
  public synchronized void set(String name, Secret hash) {
    if (!rules.mayBreakGlass(name)) {
      throw new IllegalArgumentException(
          name + " does not stand under `break_glass: people:` in the configuration");
    }
    var _ = PasswordHash.parse(hash.reveal()); // throws for what is none
    Instant now = clock.instant();
    cache.update(name, person -> person.with(Optional.of(BreakGlassPassword.fresh(hash, now))));
  }

  /** Takes somebody's password away; returns whether there was one. */
  public synchronized boolean remove(String name) {
    boolean there = cache.find(name).flatMap(CachedPerson::password).isPresent();
    if (there) {
      cache.update(name, person -> person.with(Optional.empty()));
    }
    return there;
  }

  /** Forgets the wrong guesses; returns whether there is a password to guess. */
  public synchronized boolean unlock(String name) {
    boolean there = cache.find(name).flatMap(CachedPerson::password).isPresent();
    if (there) {
      change(name, BreakGlassPassword::unlocked);
    }
    return there;
  }
}
