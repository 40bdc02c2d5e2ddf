package io.sallyport.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class RefreshPausesTest {
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final Duration MINIMUM = Duration.ofSeconds(30);

  @Test
  void after_a_success_the_pause_is_by_chance_between_four_fifths_of_refresh_and_refresh() {
    assertThat(pauses(() -> 0.0).afterSuccess()).isEqualTo(Duration.ofMinutes(4));
    assertThat(pauses(() -> 0.5).afterSuccess()).isEqualTo(Duration.ofSeconds(270));
    assertThat(pauses(() -> 1.0).afterSuccess()).isEqualTo(REFRESH);
  }

  @Test
  void each_failure_doubles_the_pause_up_to_refresh() {
    assertThat(afterFailures(pauses(() -> 0.0), 6))
        .containsExactly(
            seconds(30), seconds(60), seconds(120), seconds(240), seconds(240), seconds(240));
    assertThat(afterFailures(pauses(() -> 1.0), 6))
        .containsExactly(seconds(60), seconds(120), seconds(240), REFRESH, REFRESH, REFRESH);
  }

  @Test
  void a_success_resets_the_pause_after_the_next_failure() {
    RefreshPauses pauses = pauses(() -> 0.0);
    afterFailures(pauses, 3);

    var _ = pauses.afterSuccess();

    assertThat(pauses.afterFailure()).isEqualTo(MINIMUM);
  }

  @Test
  void after_failures_for_a_year_the_pause_is_still_refresh() {
    assertThat(afterFailures(pauses(() -> 1.0), 100_000)).last().isEqualTo(REFRESH);
  }

  @Test
  void no_pause_is_shorter_than_the_minimum() {
    RefreshPauses pauses = new RefreshPauses(MINIMUM, MINIMUM, () -> 0.0);

    assertThat(pauses.afterSuccess()).isEqualTo(MINIMUM);
    assertThat(afterFailures(pauses, 3)).containsOnly(MINIMUM);
  }

  private static RefreshPauses pauses(DoubleSupplier chance) {
    return new RefreshPauses(REFRESH, MINIMUM, chance);
  }

  private static List<Duration> afterFailures(RefreshPauses pauses, int count) {
    List<Duration> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(pauses.afterFailure());
    }
    return all;
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
