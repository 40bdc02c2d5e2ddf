package io.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {

  /** Made with {@code argon2(1)}: {@code argon2 saltsaltsaltsalt -id -t 3 -m 16 -p 4 -l 32 -e}. */
  private static final String OF_ARGON2 =
      "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$LeZbD3UAKvUcACx9il4XPtXtFiDX3/ScRE4eQjOYNyM";

  @Test
  void hashOfTheReferenceProgram_matches() {
    assertThat(PasswordHash.parse(OF_ARGON2).matches("correct horse")).isTrue();
    assertThat(PasswordHash.parse(OF_ARGON2).matches("correct horsf")).isFalse();
  }

  @Test
  void hash_isReadAsItWasWritten_andEachHasASaltOfItsOwn() {
    PasswordHash hash = PasswordHash.of("correct horse");

    assertThat(PasswordHash.parse(hash.text()).matches("correct horse")).isTrue();
    assertThat(hash.text())
        .startsWith("$argon2id$v=19$m=65536,t=3,p=4$")
        .isNotEqualTo(PasswordHash.of("correct horse").text());
    assertThat(hash.toString()).doesNotContain("$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "correct horse",
        "$argon2i$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=65536,t=2,p=4$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      })
  void whatIsNoSuchHash_isRefused(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$argon2id$v=19$m=65536,t=3,p=4$");
  }
}
