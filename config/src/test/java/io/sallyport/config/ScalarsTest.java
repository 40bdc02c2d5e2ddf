package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How single values are written, and how not. */
final class ScalarsTest {
  private final TestFolder folder;

  ScalarsTest(@TempDir Path path) {
    folder = new TestFolder(path);
  }

  record Flag(boolean value) {}

  record Whole(int value) {}

  record Big(long value) {}

  record Life(Duration value) {}

  record Where(Path value) {}

  record Link(URI value) {}

  record Mode(Choice value) {}

  enum Choice {
    ONE,
    TWO_WORDS
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "on", "True", "1", "''"})
  void flag_isTrueOrFalse_nothingElse(String text) {
    assertRefused(text, Flag.class, "must be true or false, not `");
    assertThat(folder.config("value: true", Flag.class).value()).isTrue();
    assertThat(folder.config("value: false", Flag.class).value()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "2147483647", "-2147483648"})
  void wholeNumber_isRead(int number) {
    assertThat(folder.config("value: " + number, Whole.class).value()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2147483648", "-2147483649", "0600", "0x10", "1_000", "1.0", "+1", "1e3", "٣"})
  void wholeNumber_isDecimalAndFits(String text) {
    assertRefused(text, Whole.class, "must be a whole number, not `");
  }

  @Test
  void longNumber_reachesBeyondInt_andEnds() {
    assertThat(folder.config("value: 9223372036854775807", Big.class).value())
        .isEqualTo(Long.MAX_VALUE);
    assertRefused("9223372036854775808", Big.class, "must be a whole number, not `");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "5m, PT5M",
    "12h, PT12H",
    "7d, PT168H",
    "0s, PT0S",
    "999999999d, PT23999999976H"
  })
  void duration_isANumberAndAUnit(String text, Duration duration) {
    assertThat(folder.config("value: " + text, Life.class).value()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5 m", "-5m", "5M", "1h30m", "PT5M", "1.5h", "5w", "1000000000d"})
  void duration_hasNoOtherForm(String text) {
    assertRefused(text, Life.class, "must be a duration such as 500ms, 30s, 5m or 7d, not `");
  }

  @Test
  void path_startsFromTheFolderOfTheFile() {
    assertThat(folder.config("value: a/./b/../c", Where.class).value())
        .isEqualTo(folder.path().resolve("a/c"));
    assertThat(folder.config("value: /etc/../run", Where.class).value()).isEqualTo(Path.of("/run"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '", "\"a\\0b\""})
  void path_isNotEmptyAndHoldsNoNul(String text) {
    assertRefused(text, Where.class, "must be a file name, not `");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:18080", "https://a.example/b?c=d", "http://[::1]:80/"})
  void url_hasASchemeAndAHost(String text) {
    assertThat(folder.config("value: " + text, Link.class).value()).isEqualTo(URI.create(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example",
        "//a.example/",
        "/path",
        "mailto:a@b.example",
        "http://",
        "'http://a b'"
      })
  void url_withoutSchemeOrHost_isRefused(String text) {
    assertRefused(text, Link.class, "must be a URL such as https://portal.example.com/, not `");
  }

  @Test
  void choice_isWrittenInLowerCaseWithDashes() {
    assertThat(folder.config("value: two-words", Mode.class).value()).isEqualTo(Choice.TWO_WORDS);
    for (String text : List.of("TWO_WORDS", "two_words", "three", "''")) {
      assertRefused(text, Mode.class, "must be one of one, two-words, not `");
    }
  }

  private void assertRefused(String text, Class<? extends Record> type, String message) {
    assertThat(folder.report("value: " + text, type))
        .singleElement()
        .asString()
        .startsWith("test.yaml:1: value: " + message);
  }
}
