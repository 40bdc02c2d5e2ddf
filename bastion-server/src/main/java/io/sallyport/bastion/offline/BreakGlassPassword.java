package io.sallyport.bastion.offline;

import io.sallyport.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The hash of a password by which somebody may log in while the portal is down, and how often it
 * was guessed wrong.
 *
 * @param hash in the PHC string format
 * @param setAt when the operator has set it
 * @param failures in a row
 * @param lockedUntil until when no guess counts
 */
public record BreakGlassPassword(
    Secret hash, Instant setAt, int failures, Optional<Instant> lockedUntil) {

  static final int FREE_FAILURES = 5;
  static final Duration FIRST_LOCK = Duration.ofMinutes(5);
  static final Duration LONGEST_LOCK = Duration.ofHours(1);

  static BreakGlassPassword fresh(Secret hash, Instant now) {
    return new BreakGlassPassword(hash, now, 0, Optional.empty());
  }

  boolean isLockedAt(Instant now) {
    return lockedUntil.filter(now::isBefore).isPresent();
  }

  /** A guess was wrong: from the fifth on it is locked, each time for twice as long. */
  BreakGlassPassword failed(Instant now) {
    int more = failures + 1;
    return new BreakGlassPassword(hash, setAt, more, lock(more).map(now::plus));
  }

  private static Optional<Duration> lock(int failures) {
    if (failures < FREE_FAILURES) {
      return Optional.empty();
    }
    Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(failures - FREE_FAILURES, 8));
    return Optional.of(lock.compareTo(LONGEST_LOCK) < 0 ? lock : LONGEST_LOCK);
  }

  /** It was right, or the operator forgives. */
  BreakGlassPassword unlocked() {
    return fresh(hash, setAt);
  }
}
