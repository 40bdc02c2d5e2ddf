package io.sallyport.bastion.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MovesTest {

  @ParameterizedTest(name = "{0} -> {1} moves {2}")
  @CsvSource({
    "abc, abc, ''",
    "abc, cab, c",
    "abc, bca, a",
    "abcd, acbde, 1",
    "abc, axbyc, ''",
    "abc, ac, ''",
    "abcdef, fabcde, f",
    "abc, '', ''",
    "'', abc, ''"
  })
  void theFewest_areMoved(String old, String now, String moved) {
    var moves = Moves.between(names(old), names(now));

    if (moved.equals("1")) {
      assertThat(moves).hasSize(1).isSubsetOf("b", "c");
    } else {
      assertThat(moves).containsExactlyInAnyOrderElementsOf(names(moved));
    }
  }

  private static List<String> names(String letters) {
    return letters.isEmpty() ? List.of() : List.of(letters.split(""));
  }
}
