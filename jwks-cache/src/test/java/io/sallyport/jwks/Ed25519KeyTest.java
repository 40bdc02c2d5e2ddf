package io.sallyport.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeyTest {
  private static final String IDENTITY = "01" + "00".repeat(31);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      })
  void a_point_of_small_order_is_no_key(String point) {
    assertThatThrownBy(() -> key(point)).hasMessageContaining("of a small order");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      })
  void a_point_in_another_encoding_than_its_only_one_is_no_key(String point) {
    assertThatThrownBy(() -> key(point)).hasMessageContaining("not on the curve");
  }

  @Test
  void a_point_beside_the_group_of_prime_order_is_a_key_under_which_not_anybody_can_sign() {
    assertThat(key("58" + "66".repeat(31)).point()).startsWith(0x58);
    // The same plus the point of order 2.
    Ed25519Key beside = key("95" + "99".repeat(31));
    byte[] signature = HexFormat.of().parseHex(IDENTITY + "00".repeat(32));
    for (byte text = 0; text < 3; text++) {
      assertThat(beside.verifies(new byte[] {text}, signature)).isFalse();
    }
  }

  /**
   * Why they are no keys: the JDK finds this one signature under the identity good for any text.
   */
  @Test
  void under_the_identity_anybody_can_sign_anything() throws GeneralSecurityException {
    byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + IDENTITY);
    byte[] signature = HexFormat.of().parseHex(IDENTITY + "00".repeat(32));
    for (byte text = 0; text < 3; text++) {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
      verifier.update(text);
      assertThat(verifier.verify(signature)).isTrue();
    }
  }

  private static Ed25519Key key(String point) {
    return Ed25519Key.ofPoint(HexFormat.of().parseHex(point));
  }
}
