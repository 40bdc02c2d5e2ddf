package io.sallyport.jwks;

import io.sallyport.jwks.WatchedClock.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A key set and the time when its source last confirmed it.
 *
 * @param fetchedAt in whole seconds, as on disk
 * @param etag which the source gave to this state of its keys
 * @param since the same time as {@code fetchedAt} by the clock that nobody can set, negative when
 *     before its start; empty while the wall clock says that it has not come yet
 */
record FetchedKeys(KeySet keys, Instant fetchedAt, Optional<ETag> etag, Optional<Duration> since) {
  /** How far the clock may have been set back before a time is taken for a mistake. */
  private static final Duration CLOCK_CORRECTION = Duration.ofMinutes(5);

  FetchedKeys(KeySet keys, Instant fetchedAt, Optional<ETag> etag) {
    this(keys, fetchedAt, etag, Optional.empty());
  }

  /** The same, from now on with an age that setting the clock back does not lessen. */
  FetchedKeys agedBy(Moment now) {
    if (since.isPresent() || isFromTheFuture(now)) {
      return this;
    }
    Duration age = Duration.between(fetchedAt, now.wall());
    Duration begin = age.isNegative() ? now.uptime() : now.uptime().minus(age);
    return new FetchedKeys(keys, fetchedAt, etag, Optional.of(begin));
  }

  /** The same, not younger than {@code known} if it is only another look at the same. */
  FetchedKeys notYoungerThan(FetchedKeys known) {
    return known.fetchedAt.equals(fetchedAt)
        ? new FetchedKeys(keys, fetchedAt, etag, known.since)
        : this;
  }

  /**
   * Whether the keys may be used at {@code now}: the clock by which they are older decides. A time
   * in the future means that the wall clock was wrong, then or now, and says nothing about the age.
   */
  boolean isUsableAt(Moment now, Duration maxStale) {
    boolean byTheWall = Duration.between(fetchedAt, now.wall()).compareTo(maxStale) <= 0;
    return byTheWall
        && since
            .map(begin -> now.uptime().minus(begin).compareTo(maxStale) <= 0)
            .orElseGet(() -> !isFromTheFuture(now));
  }

  private boolean isFromTheFuture(Moment now) {
    return Duration.between(now.wall(), fetchedAt).compareTo(CLOCK_CORRECTION) > 0;
  }
}
