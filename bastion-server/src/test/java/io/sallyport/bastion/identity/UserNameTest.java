package io.sallyport.bastion.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "alice", "_apt", "a.b-c_d9", "x-"})
  void name_isLoggedAsItIs(String name) {
    assertThat(UserName.isValid(name)).isTrue();
    assertThat(UserName.forLog(name)).isEqualTo(name);
  }

  @Test
  void nameOf32Characters_isOne_andOf33IsNone() {
    assertThat(UserName.isValid("a".repeat(32))).isTrue();
    assertThat(UserName.isValid("a".repeat(33))).isFalse();
  }

  @ParameterizedTest(name = "N25 [{0}]")
  @ValueSource(
      strings = {
        "50f266e26684c74d492be5d35be427ac8308e746fd93f4effd4c8919b7a58fea",
        "0123456789abcdef",
        "alice\nmallory authenticated",
        "alice\u001b[2J",
        "alice\n",
        "Tok3n",
        "a b",
        ""
      })
  void whatIsNoName_isNotLogged(String typed) {
    assertThat(UserName.forLog(typed)).isEqualTo("(not a user name)");
  }
}
