package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdRangeTest {

  @Test
  void number_isTheSameOnEveryMachineAndInEveryRelease() {
    IdRange range = new IdRange(10000, 59999);

    assertThat(range.of("alice")).isEqualTo(30207);
    assertThat(range.of("web-admins")).isEqualTo(20283);
  }

  @Test
  void numbers_areAllWithinTheRange_andBothEndsOfItAreUsed() {
    IdRange range = new IdRange(20000, 20003);

    assertThat(range(range)).containsOnly(20000, 20001, 20002, 20003);
  }

  private static Set<Integer> range(IdRange range) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> range.of("person" + i))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"1000, 60000", "1000, 1001"})
  void range_ofPeople_isAllowed(int min, int max) {
    assertThat(new IdRange(min, max)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 59999", "999, 59999", "10000, 60001", "10000, 70000", "20000, 20000", "2, 1"})
  void range_thatOthersGiveNumbersOutOf_isRefused(int min, int max) {
    assertThatThrownBy(() -> new IdRange(min, max)).hasMessageContaining("1000 to 60000");
  }
}
