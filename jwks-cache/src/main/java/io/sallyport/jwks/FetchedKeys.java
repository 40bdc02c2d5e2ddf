package io.sallyport.jwks;

import java.time.Duration;
import java.time.Instant;

/**
 * A key set and the time when the portal last confirmed it.
 *
 * @param fetchedAt in whole seconds, as on disk
 */
record FetchedKeys(KeySet keys, Instant fetchedAt) {
  /** How far the clock may have been set back before a time is taken for a mistake. */
  private static final Duration CLOCK_CORRECTION = Duration.ofMinutes(5);

  /**
   * Whether the keys may be used at {@code now}. A time in the future means that a clock was wrong,
   * then or now, and says nothing about the age.
   */
  boolean isUsableAt(Instant now, Duration maxStale) {
    Duration age = Duration.between(fetchedAt, now);
    return age.compareTo(maxStale) <= 0 && age.compareTo(CLOCK_CORRECTION.negated()) >= 0;
  }
}
