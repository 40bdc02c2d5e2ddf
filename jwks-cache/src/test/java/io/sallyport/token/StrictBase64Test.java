package io.sallyport.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBase64Test {
  @Test
  void theOneSpelling_isDecoded() {
    assertThat(StrictBase64.decode("+/8=")).containsExactly(0xfb, 0xff);
    assertThat(StrictBase64.decodeUrl("-_8")).containsExactly(0xfb, 0xff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+/8", "+/9=", "-_8=", "+/8=\n", " +/8=", "+/8==", "=", "A"})
  void otherSpellings_areRefused(String text) {
    assertThatThrownBy(() -> StrictBase64.decode(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-_8=", "-_9", "+/8", "-_8\n", "-_ 8", "A"})
  void otherSpellingsForUrls_areRefused(String text) {
    assertThatThrownBy(() -> StrictBase64.decodeUrl(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
