package io.sallyport.bastion.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * A circuit breaker: after several calls in a row to a portal that is down, the next ones fail at
 * once for a while instead of each waiting for its timeout; then one call tries again.
 */
final class Breaker {

  static final int FAILURES = 3;
  static final Duration PAUSE = Duration.ofSeconds(10);

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
          "the last calls to the portal failed; it is asked again within "
              + PAUSE.toSeconds()
              + " s",
          true);
    }
    PortalAnswer<T> answer = call.get();
    learn(answer instanceof PortalAnswer.Unavailable<T>(_, boolean down) && down);
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
