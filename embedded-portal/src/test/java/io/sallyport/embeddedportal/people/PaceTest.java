package io.sallyport.embeddedportal.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final List<Duration> pauses = new ArrayList<>();
  private long nanoTime;
  private final Pace pace =
      new Pace(() -> nanoTime, pauses::add, RandomGenerator.of("L64X128MixRandom"));

  @Test
  void refusal_takesASecondAtFirst_andARandomPart() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      refuse(Duration.ofMillis(100));
    }
    assertThat(pauses)
        .allMatch(pause -> pause.compareTo(Duration.ofMillis(900)) >= 0)
        .allMatch(pause -> pause.compareTo(Duration.ofMillis(985)) <= 0);
    assertThat(pauses.stream().distinct().count()).isGreaterThan(100);
  }

  @Test
  void refusal_takesTheMeanOfTheLastTenSuccesses() throws InterruptedException {
    for (int i = 0; i < Pace.REMEMBERED; i++) {
      succeed(Duration.ofMillis(i % 2 == 0 ? 400 : 600));
    }
    refuse(Duration.ofMillis(100));
    assertThat(pauses.getLast()).isBetween(Duration.ofMillis(400), Duration.ofMillis(485));
  }

  @Test
  void refusal_neverTakesLessThan250ms() throws InterruptedException {
    for (int i = 0; i < Pace.REMEMBERED; i++) {
      succeed(Duration.ofMillis(1));
    }
    refuse(Duration.ZERO);
    assertThat(pauses.getLast()).isBetween(Duration.ofMillis(250), Duration.ofMillis(335));
  }

  @Test
  void refusalThatTookLonger_isNotDelayed() throws InterruptedException {
    refuse(Duration.ofSeconds(3));
    assertThat(pauses).isEmpty();
  }

  private void refuse(Duration work) throws InterruptedException {
    Pace.Attempt attempt = pace.begin();
    nanoTime += work.toNanos();
    attempt.refused();
  }

  private void succeed(Duration work) {
    Pace.Attempt attempt = pace.begin();
    nanoTime += work.toNanos();
    attempt.succeeded();
  }
}
