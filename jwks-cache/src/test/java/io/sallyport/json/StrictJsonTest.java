package io.sallyport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @Test
  void eachJsonType_hasOneJavaType() throws Exception {
    Map<String, Object> object =
        read("{\"t\":\"x\",\"n\":1795368516,\"b\":true,\"l\":[1,\"a\"],\"o\":{\"i\":false}}");

    assertThat(object)
        .containsEntry("t", "x")
        .containsEntry("n", 1795368516L)
        .containsEntry("b", true)
        .containsEntry("l", List.of(1L, "a"))
        .containsEntry("o", Map.of("i", false));
  }

  @Test
  void nullAndNumbersThatAreNotWholeLongs_areNoLongs() throws Exception {
    Map<String, Object> object =
        read("{\"null\":null,\"fraction\":1.5,\"exponent\":1e3,\"huge\":9223372036854775808}");

    assertThat(object).containsEntry("null", StrictJson.NULL);
    assertThat(object.values()).noneMatch(Long.class::isInstance);
  }

  @ParameterizedTest(name = "N28 {0} is a number, and no whole one")
  @ValueSource(strings = {"1e31795341900", "-1e-31795341900", "1e400", "1.0", "1e0", "-0.0"})
  void fractionsAndExponents_areNumbers(String number) throws Exception {
    assertThat(read("{\"n\":" + number + "}").get("n"))
        .isInstanceOf(Number.class)
        .isNotInstanceOf(Long.class);
  }

  @Test
  void greatestLong_isALong() throws Exception {
    assertThat(read("{\"n\":9223372036854775807}")).containsEntry("n", Long.MAX_VALUE);
  }

  @ParameterizedTest(name = "N26 refused: {0}")
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"text\"",
        "null",
        "{",
        "{}{}",
        "{} x",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{\"l\":[{\"a\":1,\"a\":2}]}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{/**/}",
        "{\"a\":\"\n\"}",
      })
  void whateverIsNotOneUnambiguousObject_isRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void bytesThatAreNotUtf8_areRefused() {
    byte[] overlongSlash = {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'};

    assertThatThrownBy(() -> StrictJson.object(overlongSlash))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("not UTF-8");
  }

  @Test
  void nestingOf16_isTheDeepestThatIsRead() throws Exception {
    assertThat(read("{\"a\":" + "[".repeat(15) + "]".repeat(15) + "}")).containsKey("a");
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}"))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void theMessage_neverQuotesTheDocument() {
    assertThatThrownBy(() -> read("{\"secret-name\":secret-value}"))
        .hasMessageNotContaining("secret");
  }

  private static Map<String, Object> read(String json) throws MalformedJsonException {
    return StrictJson.object(json.getBytes(UTF_8));
  }
}
