package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PollPaceTest {
  private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");

  private PollPace pace = new PollPace(START, PollPace.INTERVAL);

  @Test
  void askingAtTheInterval_isNeverTooSoon() {
    for (int second = 0; second <= 600; second += 5) {
      assertThat(isTooSoon(second)).isFalse();
    }
    assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void askingEarly_isForgivenTwice() {
    assertThat(isTooSoon(0)).isFalse();
    assertThat(isTooSoon(1)).isFalse();
    assertThat(isTooSoon(2)).isFalse();
    assertThat(isTooSoon(3)).isTrue();
  }

  @Test
  void everyEarlyQuestion_makesTheIntervalFiveSecondsLonger() {
    for (int i = 0; i < 5; i++) {
      isTooSoon(0);
    }
    assertThat(pace.interval()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void longPause_isNoCredit() {
    isTooSoon(300);
    isTooSoon(300);
    isTooSoon(300);
    assertThat(isTooSoon(300)).isTrue();
  }

  private boolean isTooSoon(int second) {
    Instant now = START.plusSeconds(second);
    boolean answer = pace.isTooSoon(now);
    pace = pace.next(now);
    return answer;
  }
}
