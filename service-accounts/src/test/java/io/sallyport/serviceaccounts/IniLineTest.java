package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IniLineTest {

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "# [a]", "  ; key = value", "#"})
  void nothingAndComments_areBlank(String line) {
    assertThat(IniLine.parse(line)).isEqualTo(new IniLine.Blank());
  }

  @ParameterizedTest
  @CsvSource({"[a], a", "'  [a]  ', a", "[ a b ], a b", "[], ''", "[a=b], a=b"})
  void bracketsAroundAName_areAHeader(String line, String name) {
    assertThat(IniLine.parse(line)).isEqualTo(new IniLine.Header(name));
  }

  @ParameterizedTest
  @CsvSource({
    "a=b, a, b",
    "' a  =  b c ', a, b c",
    "a=, a, ''",
    "a = b=c, a, b=c",
    "a=[b], a, [b]"
  })
  void equalsSign_separatesKeyAndValue(String line, String key, String value) {
    assertThat(IniLine.parse(line)).isEqualTo(new IniLine.Entry(key, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"word", "[a", "a]", "[[a]]", "[a] b", "[a] = b", "= b", "key: value"})
  void anythingElse_isUnreadable(String line) {
    assertThat(IniLine.parse(line)).isEqualTo(new IniLine.Unreadable());
  }
}
