package io.sallyport.jwks;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long the background refresh waits before the next one: about {@code refresh} after a success,
 * and after failures first {@code minimum}, then twice as long each time, but never longer than
 * {@code refresh}. Each pause is partly chance, so that a thousand machines that were started
 * together do not ask together.
 */
final class RefreshPauses {
  private static final double LEAST_OF_REFRESH = 0.8;
  private static final int MOST_DOUBLINGS = 20;

  private final Duration refresh;
  private final Duration minimum;
  private final DoubleSupplier chance;
  private int failures;

  /** Pauses by {@code chance}, numbers from 0 to below 1. */
  RefreshPauses(Duration refresh, Duration minimum, DoubleSupplier chance) {
    this.refresh = refresh;
    this.minimum = minimum;
    this.chance = chance;
  }

  Duration afterSuccess() {
    failures = 0;
    return between(scaled(refresh, LEAST_OF_REFRESH), refresh);
  }

  Duration afterFailure() {
    Duration least = minimum.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return between(
        min(least, scaled(refresh, LEAST_OF_REFRESH)), min(least.multipliedBy(2), refresh));
  }

  private Duration between(Duration least, Duration most) {
    Duration from = max(least, minimum);
    Duration room = most.minus(from);
    return room.isNegative() ? from : from.plus(scaled(room, chance.getAsDouble()));
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
