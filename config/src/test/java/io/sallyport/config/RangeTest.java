package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeTest {
  private final TestFolder folder;

  RangeTest(@TempDir Path path) {
    folder = new TestFolder(path);
  }

  record Limited(
      @Between(min = "1", max = "300") @Default("1") int count,
      @Between(min = "1s", max = "5m") @Default("1s") Duration life,
      @Between(min = "10", max = "") @Default("10") long least,
      @Between(min = "", max = "1h") Optional<Duration> most) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count: 1",
        "count: 300",
        "life: 1s",
        "life: 1000ms",
        "life: 5m",
        "life: 300s",
        "least: 10",
        "least: 9223372036854775807",
        "most: 0s",
        "most: 60m",
        "{}"
      })
  void bothEnds_areAllowed(String yaml) {
    assertThat(folder.read(yaml, Limited.class, Map.of())).isInstanceOf(Loaded.Valid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "count: 0, count: must be between 1 and 300",
    "count: 301, count: must be between 1 and 300",
    "life: 999ms, life: must be between 1s and 5m",
    "life: 301s, life: must be between 1s and 5m",
    "life: 300001ms, life: must be between 1s and 5m",
    "least: 9, least: must be at least 10",
    "most: 61m, most: must be at most 1h",
  })
  void beyondAnEnd_isRefused(String yaml, String problem) {
    assertThat(folder.report(yaml, Limited.class)).containsExactly("test.yaml:1: " + problem);
  }

  @Test
  void limitsOfAText_areADefectOfTheRecord() {
    record Config(@Between(min = "1", max = "2") String name) {}
    assertThatIllegalStateException()
        .isThrownBy(() -> folder.read("name: x", Config.class, Map.of()))
        .withMessage("@Between is for numbers and durations only");
  }
}
