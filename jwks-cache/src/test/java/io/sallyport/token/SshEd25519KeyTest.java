package io.sallyport.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshEd25519KeyTest {
  private static final String LINE =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS";

  @Test
  void line_isReadAndWrittenAsSshKeygenDoes() {
    assertThat(SshEd25519Key.parse(LINE + " root@bastion hop ca\n")).hasToString(LINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 not+base64!",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS",
        // one byte too few and one too many
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAH2PKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnA=",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnASAA==",
        // y = 2, which is not on the curve
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      })
  void lineThatIsNotOneEd25519Key_isRefused(String line) {
    assertThatThrownBy(() -> SshEd25519Key.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not the line of");
  }
}
