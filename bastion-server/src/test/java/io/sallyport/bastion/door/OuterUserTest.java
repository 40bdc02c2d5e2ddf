package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OuterUserTest {

  @ParameterizedTest
  @CsvSource({
    "alice@deploy@web-01,        alice, deploy, web-01,         22",
    "alice@deploy@web-01:2222,   alice, deploy, web-01,         2222",
    "alice@deploy@web-01:0,      alice, deploy, web-01,         0",
    "alice@deploy@WEB-01.,       alice, deploy, WEB-01.,        22",
    "-o@-l@-h,                   -o,    -l,     -h,             22",
    "a@b@../../etc/passwd,       a,     b,      ../../etc/passwd, 22",
    "alice@deploy@web-01:99999,  alice, deploy, web-01,         99999",
  })
  void destination_isNamedAfterTheUser(
      String text, String name, String login, String host, int port) {
    assertThat(OuterUser.of(text))
        .isEqualTo(new OuterUser(name, Optional.of(new OuterUser.Destination(login, host, port))));
  }

  @ParameterizedTest(name = "N13 [{0}] names no destination")
  @ValueSource(
      strings = {
        "alice",
        "",
        "@",
        "@@",
        "alice@",
        "alice@deploy",
        "alice@deploy@",
        "alice@@web-01",
        "@deploy@web-01",
        "alice@deploy@web-01@bastion",
        "alice@deploy@web-01:",
        "alice@deploy@web-01:ssh",
        "alice@deploy@web-01:-1",
        "alice@deploy@web-01:123456",
        "alice@deploy@web-01:22:22",
        "alice@deploy@::1",
        "alice@deploy@web-01:22 ",
      })
  void anythingElse_isAUserName(String text) {
    assertThat(OuterUser.of(text)).isEqualTo(new OuterUser(text, Optional.empty()));
  }

  @Test
  @DisplayName("N13 a user name of 64 KiB is read as quickly as any")
  void longUserName() {
    assertThat(OuterUser.of("a@".repeat(1 << 15)).destination()).isEmpty();
    assertThat(OuterUser.of("a".repeat(1 << 16)).destination()).isEmpty();
  }
}
