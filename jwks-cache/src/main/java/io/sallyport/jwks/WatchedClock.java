package io.sallyport.jwks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock, beside one that nobody can set: it notices when the first is set back.
 *
 * <p>The wall clock decides what it always does, whether a token has expired. What must not become
 * younger, the age of keys, is measured with the other one, too. Any thread may ask.
 */
public final class WatchedClock implements InstantSource {
  private static final Logger log = LoggerFactory.getLogger(WatchedClock.class);

  /** Smaller steps are the daily business of NTP; several of them together are noticed. */
  private static final Duration CORRECTION = Duration.ofSeconds(5);

  private final InstantSource wall;
  private final LongSupplier ticks;
  private final long firstTick;

  /** The latest time at which the other clock's zero has ever been by this one. */
  private final AtomicReference<Instant> zero;

  /**
   * One moment by both clocks.
   *
   * @param wall as the wall clock shows it
   * @param uptime since the watched clock was made; never less than before
   */
  record Moment(Instant wall, Duration uptime) {}

  /**
   * A watched clock.
   *
   * @param wall the wall clock
   * @param ticks nanoseconds since any moment, never fewer than before: {@link System#nanoTime}
   */
  public WatchedClock(InstantSource wall, LongSupplier ticks) {
    this.wall = wall;
    this.ticks = ticks;
    this.firstTick = ticks.getAsLong();
    this.zero = new AtomicReference<>(wall.instant());
  }

  /** The machine's wall clock. */
  public static WatchedClock system() {
    return over(InstantSource.system());
  }

  /** This wall clock beside the machine's {@link System#nanoTime}. */
  public static WatchedClock over(InstantSource wall) {
    return new WatchedClock(wall, System::nanoTime);
  }

  /** The time of the wall clock, whether or not it was set back. */
  @Override
  public Instant instant() {
    return now().wall();
  }

  Moment now() {
    // In this order: what passes between the two must not look like a step back.
    Duration uptime = uptime();
    Moment now = new Moment(wall.instant(), uptime);
    watch(now);
    return now;
  }

  Duration uptime() {
    return Duration.ofNanos(ticks.getAsLong() - firstTick);
  }

  private void watch(Moment now) {
    Instant seen = now.wall().minus(now.uptime());
    Instant known = zero.get();
    Duration back = Duration.between(seen, known);
    if (back.isNegative()) {
      zero.compareAndSet(known, seen);
    } else if (back.compareTo(CORRECTION) > 0 && zero.compareAndSet(known, seen)) {
      log.warn(
          "The clock was set back by {} s, to {}. The age of cached keys goes on as if it had not been;"
              + " tokens and certificates are judged by the new time, so that some which had expired"
              + " are good again. If nobody meant that, see what set it (timedatectl, chronyc tracking)",
          back.toSeconds(),
          now.wall());
    }
  }
}
