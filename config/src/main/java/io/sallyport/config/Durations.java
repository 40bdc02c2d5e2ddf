package io.sallyport.config;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, written as a number with one unit: 500ms, 30s, 5m, 12h, 7d. */
final class Durations {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final List<TimeUnit> LARGEST_FIRST =
      List.of(DAYS, HOURS, MINUTES, SECONDS, MILLISECONDS);

  private Durations() {}

  static Duration parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException();
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The form that {@link #parse} reads, in the largest unit that leaves no rest. */
  static String write(Duration duration) {
    TimeUnit unit =
        LARGEST_FIRST.stream()
            .filter(candidate ->
                Duration.of(candidate.convert(duration), candidate.toChronoUnit()).equals(duration))
            .findFirst()
            .orElse(MILLISECONDS);
    return unit.convert(duration) + suffix(unit);
  }

  private static String suffix(TimeUnit unit) {
    return switch (unit) {
      case DAYS -> "d";
      case HOURS -> "h";
      case MINUTES -> "m";
      case SECONDS -> "s";
      default -> "ms";
    };
  }
}
