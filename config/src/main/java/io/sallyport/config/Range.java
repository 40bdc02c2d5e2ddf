package io.sallyport.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The check that a number or a duration is not too small or too great.
 *
 * @param limits both ends, or null where everything goes
 */
record Range(@Nullable Between limits) {

  /** The value, if it is within the limits; an Optional is judged by what is in it. */
  Optional<Object> check(Place place, Object value) {
    Object bare = value instanceof Optional<?> optional ? optional.orElseThrow() : value;
    return limits == null || holds(limits, bare)
        ? Optional.of(value)
        : place.refuse("must be " + words(limits));
  }

  private static boolean holds(Between limits, Object value) {
    return (limits.min().isEmpty() || size(value) >= size(value, limits.min()))
        && (limits.max().isEmpty() || size(value) <= size(value, limits.max()));
  }

  private static long size(Object value) {
    return switch (value) {
      case Number number -> number.longValue();
      case Duration duration -> duration.toMillis();
      default -> throw new IllegalStateException("@Between is for numbers and durations only");
    };
  }

  /** The size of a limit, which is written in the form of the value. */
  private static long size(Object value, String limit) {
    return value instanceof Duration ? size(Durations.parse(limit)) : Long.parseLong(limit);
  }

  private static String words(Between limits) {
    if (limits.max().isEmpty()) {
      return "at least " + limits.min();
    }
    return limits.min().isEmpty()
        ? "at most " + limits.max()
        : "between " + limits.min() + " and " + limits.max();
  }
}
