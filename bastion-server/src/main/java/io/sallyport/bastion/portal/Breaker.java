package io.sallyport.bastion.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * A circuit breaker: after several calls in a row for whose answer everybody waited in vain, the
 * next ones fail at once for a while, instead of each waiting for its timeout; then one call tries
 * again. A portal that refuses connections costs nobody time, and is asked each time.
 */
final class Breaker {

  static final int FAILURES = 3;
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** A failure that took less is none that anybody had to wait for. */
  static final Duration WAIT = Duration.ofSeconds(1);

  private final InstantSource clock;

  // Guarded by this.
  private int failures;
  private Instant until = Instant.MIN;

  Breaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Makes the call, or not. */
  <T> PortalAnswer<T> call(Supplier<PortalAnswer<T>> call) {
    if (!admits()) {
      return new PortalAnswer.Unavailable<>(
          "the portal did not answer the last calls in time; it is asked again within "
              + PAUSE.toSeconds()
              + " s",
          true);
    }
    Instant asked = clock.instant();
    PortalAnswer<T> answer = call.get();
    boolean waited = !clock.instant().isBefore(asked.plus(WAIT));
    learn(answer instanceof PortalAnswer.Unavailable<T>(_, boolean down) && down && waited);
    return answer;
  }

  private synchronized boolean admits() {
    Instant now = clock.instant();
    if (failures < FAILURES) {
      return true;
    }
    if (now.isBefore(until)) {
      return false;
    }
    until = now.plus(PAUSE); // for everybody but this one, until it knows more
    return true;
  }

  private synchronized void learn(boolean down) {
    failures = down ? failures + 1 : 0;
    if (failures >= FAILURES) {
      until = clock.instant().plus(PAUSE);
    }
  }
}
