package io.sallyport.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.jwks.TestJwk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BastionTokenTest {
  private static final BastionToken FULL =
      new BastionToken(
          "https://portal.example.com/",
          "alice",
          BastionToken.AUDIENCE,
          "e42be805-6920-4fbd-819c-e37ffc1e6b2d",
          Instant.parse("2026-11-22T10:00:00Z"),
          Instant.parse("2026-11-22T10:00:01Z"),
          Instant.parse("2026-11-22T10:05:00Z"),
          "bastion-01",
          "bastion",
          "web-01",
          "default",
          Optional.of("deploy"),
          List.of("ops", "users"),
          Optional.of("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
          Optional.of("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"),
          Optional.of("01HZX"));

  @Test
  void tokenSignedFromItsClaims_isReadBackUnchanged() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), FULL.toClaims());
    jwt.sign(new ECDSASigner(key));

    assertThat(BastionToken.parseUnverified(jwt.serialize())).isEqualTo(FULL);
  }

  @Test
  void absentClaims_areLeftOut() {
    BastionToken lemon =
        BastionToken.parseUnverified(
            new TestHop(TestJwk.ed25519("k"), "k", "EdDSA").likeLemonLdap().signed());

    assertThat(lemon.notBefore()).isEqualTo(lemon.issuedAt());
    assertThat(lemon.toClaims().getClaims())
        .doesNotContainKeys("target_login", "cnf", "key_fp", "sid");
  }

  @Test
  void whatIsNoBastionToken_isRefusedWithoutQuotingIt() {
    TestHop hop = new TestHop(TestJwk.ed25519("k"), "k", "EdDSA");
    hop.claims.put("sub", List.of("secret"));

    assertThatThrownBy(() -> BastionToken.parseUnverified(hop.signed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the token's sub is not a text of 1 to 512 characters");
    assertThatThrownBy(() -> BastionToken.parseUnverified("secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void tokenOf16KiB_isTheLongestThatIsLookedAt() {
    assertThatThrownBy(() -> BastionToken.parseUnverified("a".repeat(16385)))
        .hasMessage("the token is longer than 16384 characters");
    assertThatThrownBy(() -> BastionToken.parseUnverified("a".repeat(16384)))
        .hasMessage("the token does not have three parts");
  }
}
