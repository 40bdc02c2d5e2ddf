package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"alice", "a", "a-b_c9", "a2345678901234567890123456789012", "true", "dora"})
  void name_isAPersons(String name) {
    assertThat(PersonName.of(name)).map(PersonName::toString).contains(name);
  }

  @ParameterizedTest(name = "N13 {0}")
  @ValueSource(
      strings = {
        "",
        "Alice",
        "1alice",
        "-alice",
        "_alice",
        "al ice",
        "al.ice",
        "al/ice",
        "..",
        "al\nice",
        "alice:",
        "alice$",
        "ali\u00e7e",
        "a23456789012345678901234567890123",
        "alice;id",
        "al\"ice"
      })
  void text_thatCouldMeanSomethingElse_isNone(String text) {
    assertThat(PersonName.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root",
        "nobody",
        "sudo",
        "docker",
        "shadow",
        "postgres",
        "www-data",
        "systemd-network",
        "sallyport",
        "sallyport-people",
        "sshd",
        "lxd",
        "wheel"
      })
  void name_ofTheSystem_isNobodys(String name) {
    assertThat(PersonName.of(name)).isEmpty();
  }
}
