package io.sallyport.embeddedportal;

import java.time.Duration;
import java.time.Instant;

/**
 * How often a waiting bastion may ask. Asking early is forgiven twice, for networks are uneven;
 * then every early question makes the interval longer by five seconds (RFC 8628, section 3.5).
 *
 * @param dueAt when the next question is due
 * @param interval the time between two questions
 */
record PollPace(Instant dueAt, Duration interval) {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration FORGIVEN = INTERVAL.multipliedBy(2);

  boolean isTooSoon(Instant now) {
    return dueAt.isAfter(now.plus(FORGIVEN));
  }

  /** The pace after a question at {@code now}. */
  PollPace next(Instant now) {
    if (isTooSoon(now)) {
      return new PollPace(dueAt, interval.plus(STEP));
    }
    Instant from = dueAt.isAfter(now) ? dueAt : now;
    return new PollPace(from.plus(interval), interval);
  }
}
