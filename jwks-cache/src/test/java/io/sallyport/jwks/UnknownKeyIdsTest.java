package io.sallyport.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnknownKeyIdsTest {
  private static final Duration MEMORY = Duration.ofMinutes(5);
  private final UnknownKeyIds ids = new UnknownKeyIds(MEMORY);

  @Test
  void an_id_is_worth_asking_until_an_answer_has_come_without_it() {
    assertThat(ids.isWorthAsking("a", at(0))).isTrue();
    assertThat(ids.isWorthAsking("a", at(1))).isTrue(); // nobody has answered yet

    ids.answered(at(2));

    assertThat(ids.isWorthAsking("a", at(3))).isFalse();
    assertThat(ids.isWorthAsking("b", at(3))).isTrue();
  }

  @Test
  void an_answer_to_an_earlier_question_says_nothing() {
    var _ = ids.isWorthAsking("a", at(10));

    ids.answered(at(9));

    assertThat(ids.isWorthAsking("a", at(11))).isTrue();
  }

  @Test
  void the_memory_runs_out() {
    var _ = ids.isWorthAsking("a", at(0));
    ids.answered(at(1));

    assertThat(ids.isWorthAsking("a", MEMORY.minusNanos(1))).isFalse();
    assertThat(ids.isWorthAsking("a", MEMORY)).isTrue();
  }

  @Test
  void a_full_memory_takes_no_more_until_an_answer_clears_what_has_run_out() {
    for (int i = 0; i < UnknownKeyIds.MOST; i++) {
      var _ = ids.isWorthAsking("invented-" + i, at(0));
    }
    var _ = ids.isWorthAsking("late", at(1));
    ids.answered(at(2));
    assertThat(ids.isWorthAsking("invented-0", at(3))).isFalse();
    assertThat(ids.isWorthAsking("late", at(3))).isTrue(); // not remembered

    ids.answered(MEMORY);
    var _ = ids.isWorthAsking("late", MEMORY);
    ids.answered(MEMORY.plusSeconds(1));

    assertThat(ids.isWorthAsking("late", MEMORY.plusSeconds(2))).isFalse();
  }

  private static Duration at(long second) {
    return Duration.ofSeconds(second);
  }
}
