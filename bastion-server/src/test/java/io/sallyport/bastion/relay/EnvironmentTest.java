package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentTest {

  @ParameterizedTest
  @ValueSource(strings = {"LANG", "LC_ALL", "LC_CTYPE", "LC_TIME"})
  void language_mayBeSentOn(String variable) {
    assertThat(Environment.allows(variable)).isTrue();
  }

  @ParameterizedTest(name = "N16 {0}")
  @ValueSource(
      strings = {
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "PATH",
        "HOME",
        "BASH_ENV",
        "ENV",
        "IFS",
        "TERM",
        "SSH_CONNECTION",
        "SSH_USER_AUTH",
        "SSH_ORIGINAL_COMMAND",
        "SALLYPORT_TOKEN",
        "BASTION_JWT",
        "LANGUAGE",
        "lang",
        "LC_",
        "LC_all",
        "LC_A B",
        "LC_ALL\n",
        "LC_ALL\0",
        "LANG\nLD_PRELOAD",
        "XLC_ALL",
        "",
        "LC_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void whateverElse_mayNot(String variable) {
    assertThat(Environment.allows(variable)).isFalse();
  }
}
