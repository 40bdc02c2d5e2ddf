package io.sallyport.bastion.offline;

import io.sallyport.config.Secret;
import io.sallyport.password.PasswordHash;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The passwords by which named people may log in while the portal is down. To try one takes as long
 * for anybody. Waits, so on virtual threads only.
 */
public final class BreakGlassPasswords implements AutoCloseable {

  /** Of nobody's: it is checked where there is nothing else to check. */
  private static final Secret NOBODYS =
      Secret.of(
          "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA"
              + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

  private final IdentityCache cache;
  private final OutageRules rules;
  private final InstantSource clock;
  private final Hashing hashing = new Hashing();

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
   * @param address from where
   * @throws InterruptedException if the thread is interrupted
   */
  public Guess guess(String name, String password, InetAddress address)
      throws InterruptedException {
    Optional<Secret> kept =
        password(name).filter(_ -> rules.mayBreakGlass(name)).map(BreakGlassPassword::hash);
    Secret hash = kept.orElse(NOBODYS);
    Optional<Boolean> right =
        hashing.run(address, () -> PasswordHash.parse(hash.reveal()).matches(password));
    if (right.isEmpty()) {
      return new Guess.Wrong("too many break-glass passwords are tried from this address");
    }
    return kept.isEmpty()
        ? new Guess.Wrong("they have no break-glass password")
        : conclude(name, hash, right.get());
  }

  /** One after the other, so that guesses made at once are all counted. */
  private synchronized Guess conclude(String name, Secret tried, boolean right) {
    Instant now = clock.instant();
    Optional<BreakGlassPassword> kept = password(name);
    if (kept.filter(password -> password.hash() == tried).isEmpty()) {
      return new Guess.Wrong("their break-glass password has just been replaced");
    }
    if (kept.get().isLockedAt(now)) {
      return new Guess.Wrong("their break-glass password is locked");
    }
    UnaryOperator<BreakGlassPassword> counted =
        right ? BreakGlassPassword::unlocked : password -> password.failed(now);
    cache.learn(name, person -> person.with(person.password().map(counted)));
    return right ? new Guess.Right() : new Guess.Wrong("the break-glass password is wrong");
  }

  private Optional<BreakGlassPassword> password(String name) {
    return cache.find(name).flatMap(CachedPerson::password);
  }

  /**
   * Gives somebody a password, instead of an earlier one.
   *
   * @throws IllegalArgumentException if they may have none, or it is no hash; for the operator
   * @throws IOException if the earlier one may be good again after a restart
   */
  public synchronized void set(String name, Secret hash) throws IOException {
    if (!rules.mayBreakGlass(name)) {
      throw new IllegalArgumentException(
          name + " does not stand under `break_glass: people:` in the configuration");
    }
    var _ = PasswordHash.parse(hash.reveal()); // throws for what is none
    Instant now = clock.instant();
    cache.settle(name, person -> person.with(Optional.of(BreakGlassPassword.fresh(hash, now))));
  }

  /**
   * Takes somebody's password away; returns whether there was one.
   *
   * @throws IOException if it may be good again after a restart
   */
  public synchronized boolean remove(String name) throws IOException {
    boolean there = password(name).isPresent();
    cache.take(name, person -> person.with(Optional.empty()));
    return there;
  }

  /**
   * Forgets the wrong guesses; returns whether there is a password to guess.
   *
   * @throws IOException if they may count again after a restart
   */
  public synchronized boolean unlock(String name) throws IOException {
    boolean there = password(name).isPresent();
    cache.take(name, person -> person.with(person.password().map(BreakGlassPassword::unlocked)));
    return there;
  }

  @Override
  public void close() {
    hashing.close();
  }
}
