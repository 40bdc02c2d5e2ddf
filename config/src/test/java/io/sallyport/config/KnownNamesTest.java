package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KnownNamesTest {
  private static final KnownNames NAMES = new KnownNames(List.of("listen", "timeout", "names"));

  @ParameterizedTest
  @CsvSource({
    "liste, listen",
    "timeuot, timeout",
    "name, names",
    "lixxen, listen",
    "lxxxen, ",
    "NAMEs, ",
    "x, ",
    "ssss, "
  })
  void nearestName_isSuggested_ifAThirdOfTheLettersOrLessDiffer(String unknown, String nearest) {
    assertThat(NAMES.advice(unknown))
        .isEqualTo(
            nearest == null
                ? "known here: listen, timeout, names"
                : "did you mean `" + nearest + "`?");
  }

  @Test
  void shortNames_mayDifferByOneLetter() {
    KnownNames names = new KnownNames(List.of("to"));
    assertThat(names.advice("tp")).isEqualTo("did you mean `to`?");
    assertThat(names.advice("pp")).isEqualTo("known here: to");
  }

  @Test
  void nearerOfTwoNames_wins() {
    assertThat(new KnownNames(List.of("target_name", "target_names")).advice("target_namess"))
        .isEqualTo("did you mean `target_names`?");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, a, 0",
    "'', abc, 3",
    "abc, '', 3",
    "kitten, sitting, 3",
    "ab, ba, 2",
    "flaw, lawn, 2"
  })
  void distance_countsLettersInsertedDeletedAndReplaced(String from, String to, int distance) {
    assertThat(EditDistance.between(from, to)).isEqualTo(distance);
    assertThat(EditDistance.between(to, from)).isEqualTo(distance);
  }
}
