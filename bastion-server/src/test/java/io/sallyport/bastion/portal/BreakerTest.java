package io.sallyport.bastion.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BreakerTest {

  private static final PortalAnswer<String> DOWN = new PortalAnswer.Unavailable<>("timeout");
  private static final PortalAnswer<String> WRONG = new PortalAnswer.Unavailable<>("HTML", false);
  private static final PortalAnswer<String> NO = new PortalAnswer.Refused<>("no");
  private static final Duration MOMENT = Duration.ofNanos(1);

  private Instant now = Instant.EPOCH;
  private Duration took = Breaker.WAIT;
  private final Breaker breaker = new Breaker(() -> now);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void deadPortal_isAskedNoMoreAfterThreeFailures() {
    ask(DOWN, Breaker.FAILURES);
    assertThat(asked).hasValue(Breaker.FAILURES);

    assertThat(ask(NO)).isInstanceOf(PortalAnswer.Unavailable.class);
    assertThat(asked).hasValue(Breaker.FAILURES);
  }

  @Test
  void portalThatRefusesConnections_costsNoTime_andIsAskedEachTime() {
    took = Breaker.WAIT.minus(MOMENT);
    ask(DOWN, 10);

    assertThat(asked).hasValue(10);
  }

  @Test
  void oneFailureLess_isNotEnough() {
    ask(DOWN, Breaker.FAILURES - 1);

    assertThat(ask(NO)).isEqualTo(NO);
  }

  @Test
  void answerInBetween_startsTheCountAgain() {
    ask(DOWN, Breaker.FAILURES - 1);
    ask(NO, 1);
    ask(DOWN, Breaker.FAILURES - 1);

    assertThat(ask(NO)).isEqualTo(NO);
  }

  @Test
  void portalThatIsWrongRatherThanDown_isAskedAgain() {
    ask(WRONG, 10);

    assertThat(asked).hasValue(10);
  }

  @Test
  void afterThePause_oneCallTries_andTheOthersWaitForIt() {
    ask(DOWN, Breaker.FAILURES);
    took = Duration.ZERO;
    now = now.plus(Breaker.PAUSE).minus(MOMENT);
    assertThat(ask(NO)).isInstanceOf(PortalAnswer.Unavailable.class);
    now = now.plus(MOMENT);

    var during = new AtomicInteger();
    var _ =
        breaker.call(() -> {
          var _ = ask(NO);
          during.set(asked.get());
          now = now.plus(Breaker.WAIT);
          return DOWN;
        });

    assertThat(during).hasValue(Breaker.FAILURES);
    assertThat(ask(NO)).isInstanceOf(PortalAnswer.Unavailable.class);
  }

  @Test
  void answerAfterThePause_letsEverybodyThrough() {
    ask(DOWN, Breaker.FAILURES);
    now = now.plus(Breaker.PAUSE);

    assertThat(ask(NO)).isEqualTo(NO);
    assertThat(ask(NO)).isEqualTo(NO);
  }

  private void ask(PortalAnswer<String> answer, int times) {
    for (int i = 0; i < times; i++) {
      var _ = ask(answer);
    }
  }

  private PortalAnswer<String> ask(PortalAnswer<String> answer) {
    return breaker.call(() -> {
      asked.incrementAndGet();
      now = now.plus(took);
      return answer;
    });
  }
}
