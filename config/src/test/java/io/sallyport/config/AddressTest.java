package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:2222, 127.0.0.1, 2222",
    "web-01:22, web-01, 22",
    "web_01.example.com.:65535, web_01.example.com., 65535",
    "[::1]:0, ::1, 0",
    "[2001:db8::1]:22, 2001:db8::1, 22",
    "[::ffff:127.0.0.1]:22, ::ffff:127.0.0.1, 22",
  })
  void address_isReadAndWrittenInOneForm(String text, String host, int port) {
    assertThat(Address.parse(text)).isEqualTo(new Address(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":22",
        "web-01",
        "web-01:",
        "web-01:65536",
        "web-01:-1",
        "web-01:+22",
        "web-01:022222",
        "web-01:ssh",
        "::1:22",
        "::1",
        "[::1]",
        "[::1]22",
        "[web-01]:22",
        "[127.0.0.1]:22",
        "[[::1]]:22",
        "[:::]:22",
        "[::g]:22",
        "-web:22",
        "a b:22",
        "a/b:22",
        "user@web:22",
        "web:22 ",
        "web\n:22",
        "web:٢٢"
      })
  void anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text));
  }

  @Test
  void port_hasBothEnds() {
    assertThat(new Address("a", 0).port()).isZero();
    assertThat(new Address("a", 65535).port()).isEqualTo(65535);
    assertThatIllegalArgumentException().isThrownBy(() -> new Address("a", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Address("a", 65536));
  }

  @Test
  void hostInBrackets_isNoHost() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Address("[::1]", 22));
  }
}
