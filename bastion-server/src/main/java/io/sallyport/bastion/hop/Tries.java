package io.sallyport.bastion.hop;

import io.sallyport.bastion.policy.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tries to reach one backend. An sshd that has too many logins under way (MaxStartups), or that
 * penalizes the bastion's address (PerSourcePenalties), closes some connections unheard; those are
 * tried again, later and later. Whatever else goes wrong is not tried again.
 */
final class Tries {

  private static final Logger log = LoggerFactory.getLogger(Tries.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int DOUBLINGS = 4;

  private final Target target;
  private final Waiting waiting;
  private final Duration end;

  /** One try. */
  @FunctionalInterface
  interface Connecting {
    Knock within(Duration time) throws IOException;
  }

  /** For this time, all tries and pauses together. */
  Tries(Target target, Duration time, Waiting waiting) {
    this.target = target;
    this.waiting = waiting;
    this.end = waiting.now().plus(time);
  }

  /**
   * Tries until the backend does not close the connection unheard.
   *
   * @throws IOException if the time is over, or a try has failed in another way
   * @throws InterruptedException if the thread is interrupted
   */
  Knock of(Connecting connecting) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      Knock knock = connecting.within(left());
      if (!knock.greeting().isRefused(knock.connection(), left())) {
        tell(tries);
        return knock;
      }
      Duration pause = pauseAfter(tries);
      if (pause.compareTo(left()) >= 0) {
        throw new IOException("tried " + tries + " times, it closed every connection unheard");
      }
      waiting.pause(pause);
    }
  }

  private void tell(int tries) {
    if (tries > 1) {
      log.warn(
          "{} took a connection at try {}, and closed those before unheard; see its MaxStartups",
          target,
          tries);
    }
  }

  /** At random, so that those who were refused together do not come back together. */
  private static Duration pauseAfter(int tries) {
    long longest = FIRST_PAUSE.toMillis() << Math.min(tries - 1, DOUBLINGS);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  private Duration left() {
    return end.minus(waiting.now());
  }
}
