package io.sallyport.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.Test;

class KeyThumbprintTest {
  @Test
  void keyOfRfc8037_hasTheThumbprintOfRfc8037() {
    byte[] x = Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

    assertThat(KeyThumbprint.of(SshEd25519Key.fromPoint(x)))
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @Test
  void keyOfMina_hasTheSameThumbprintAsThatOfTheJdk() throws Exception {
    var mina = KeyUtils.generateKeyPair("ssh-ed25519", 256).getPublic();

    assertThat(KeyThumbprint.of(mina))
        .isEqualTo(
            KeyThumbprint.of(SshEd25519Key.parse(SshEd25519Key.of(mina) + " comment of two words")))
        .isNotEqualTo(KeyThumbprint.of(TestKeys.ed25519().getPublic()));
  }

  @Test
  void keyOfAnotherKind_isRefused() throws Exception {
    var x25519 = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic();

    assertThatThrownBy(() -> KeyThumbprint.of(x25519)).hasMessage("not an Ed25519 public key");
  }
}
