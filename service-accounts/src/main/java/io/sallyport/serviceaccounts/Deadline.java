package io.sallyport.serviceaccounts;

import io.sallyport.config.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An {@code expires} of the file.
 *
 * @param line where it stands
 * @param key its dotted path
 * @param what expires
 */
record Deadline(int line, String key, String what, Instant at) {
  /** From so long before it on, it is warned of. */
  static final Duration NOTICE = Duration.ofDays(14);

  Optional<Problem> warning(Instant now) {
    if (!now.isBefore(at)) {
      return Optional.of(new Problem(line, key, what + " has expired at " + at + "; remove it"));
    }
    return at.isAfter(now.plus(NOTICE))
        ? Optional.empty()
        : Optional.of(new Problem(line, key, what + " expires at " + at + ", " + in(now)));
  }

  private String in(Instant now) {
    long days = Duration.between(now, at).toDays();
    return days == 0 ? "today or tomorrow" : days == 1 ? "in 1 day" : "in " + days + " days";
  }
}
