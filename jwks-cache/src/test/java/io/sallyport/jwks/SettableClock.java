package io.sallyport.jwks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A wall clock, and the time that passes beside it, which both stand still until they are moved.
 */
final class SettableClock implements InstantSource {
  private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 1); // nanoTime may overflow
  private volatile Instant now;

  SettableClock(Instant now) {
    this.now = now;
  }

  /** Lets time pass. */
  void advance(Duration time) {
    var _ = ticks.addAndGet(time.toNanos());
    now = now.plus(time);
  }

  /** Sets the wall clock, while no time passes. */
  void set(Duration forwardOrBack) {
    now = now.plus(forwardOrBack);
  }

  /** As after another start of the process. */
  WatchedClock watched() {
    return new WatchedClock(this, ticks::get);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
