package io.sallyport.jwks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.math.BigInteger;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetDecoderTest {
  private static final TestJwk RSA = TestJwk.rsa("k", 2048);
  private static final TestJwk GOOD = TestJwk.ed25519("good");
  private static final byte[] MESSAGE = "header.claims".getBytes(UTF_8);

  static Stream<Arguments> usableKeys() {
    return Stream.of(
        arguments("RS256", RSA),
        arguments("RS256", RSA.with("alg", "RS256")),
        arguments("RS256", RSA.without("use")),
        arguments("RS256", RSA.withJson("key_ops", "[\"verify\"]")),
        arguments("ES256", TestJwk.ec("k", 256)),
        arguments("ES384", TestJwk.ec("k", 384)),
        arguments("EdDSA", TestJwk.ed25519("k")),
        arguments("EdDSA", TestJwk.ed25519("k").with("alg", "EdDSA")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("usableKeys")
  void usableKey_verifiesItsOwnSignatureAndNoOther(String algorithm, TestJwk jwk) {
    VerificationKey key = TestKeySets.of(List.of(jwk.json())).key("k").orElseThrow();
    byte[] signature = jwk.sign(MESSAGE);

    assertThat(key.algorithm()).isEqualTo(algorithm);
    assertThat(key.verifies(MESSAGE, signature)).isTrue();
    assertThat(key.verifies("header.claimz".getBytes(UTF_8), signature)).isFalse();
    signature[signature.length / 2] ^= 1;
    assertThat(key.verifies(MESSAGE, signature)).isFalse();
  }

  @ParameterizedTest(name = "N26 {0}: empty, zero, short and long signatures do not verify")
  @MethodSource("usableKeys")
  void signatureOfAnotherForm_doesNotVerify(String algorithm, TestJwk jwk) {
    VerificationKey key = TestKeySets.of(List.of(jwk.json())).key("k").orElseThrow();
    byte[] signature = jwk.sign(MESSAGE);
    int length = signature.length;

    assertThat(key.verifies(MESSAGE, new byte[0])).as(algorithm).isFalse();
    assertThat(key.verifies(MESSAGE, new byte[length])).as(algorithm).isFalse();
    assertThat(key.verifies(MESSAGE, Arrays.copyOf(signature, length - 1))).isFalse();
    assertThat(key.verifies(MESSAGE, Arrays.copyOf(signature, length + 1))).isFalse();
  }

  static Stream<Arguments> unusableKeys() {
    return Stream.of(
        arguments("its size of 1024 bits", TestJwk.rsa("k", 1024)),
        arguments("its size of 2047 bits", TestJwk.rsa("k", 2047)),
        arguments("public exponent", RSA.with("e", "AQ")),
        arguments("public exponent", RSA.with("e", "AQAA")),
        arguments(
            "public exponent",
            TestJwk.rsa("k", new RSAKeyGenParameterSpec(2048, BigInteger.valueOf(3)))),
        arguments("its alg is not RS256", RSA.with("alg", "PS256")),
        arguments("its alg is not RS256", RSA.with("alg", "HS256")),
        arguments("its use is not", RSA.with("use", "enc")),
        arguments("its n is not base64url", RSA.with("n", "AQ==")),
        arguments("its x is not base64url", TestJwk.ed25519("k").withJson("x", "\"\\ud800\"")),
        arguments("its id", TestJwk.ed25519("k").withJson("kid", "\"half \\ud800 of it\"")),
        arguments("its key_ops", RSA.withJson("key_ops", "[\"sign\"]")),
        arguments("neither P-256 nor P-384", TestJwk.ec("k", 521)),
        arguments("its alg is not ES256", TestJwk.ec("k", 256).with("alg", "ES384")),
        arguments("not a key of a kind", TestJwk.ec("k", 256).with("y", "AAAA")),
        arguments("not a key of a kind", TestJwk.ec("k", 256).with("crv", "P-384")),
        arguments("its curve is not Ed25519", TestJwk.ed25519("k").with("crv", "X25519")),
        arguments("32 bytes", TestJwk.ed25519("k").with("x", "AAAA")),
        arguments("on the curve", TestJwk.ed25519("k").with("x", "Ag" + "A".repeat(41))), // y = 2
        // Points of order 1 and 8, under which anybody can sign.
        arguments(
            "on the curve",
            TestJwk.ed25519("k").with("x", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
        arguments(
            "on the curve",
            TestJwk.ed25519("k").with("x", "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o")),
        arguments("secret half", TestJwk.ed25519("k").with("d", "A".repeat(43))),
        arguments("secret half", TestJwk.ed25519("k").with("kty", "oct").with("k", "AAAA")),
        arguments("not a key of a kind", TestJwk.ed25519("k").with("kty", "XYZ")),
        arguments("not a key of a kind", TestJwk.ed25519("k").without("kty")),
        arguments("not a key of a kind", TestJwk.ed25519("k").withJson("x", "null")),
        arguments("its id", TestJwk.ed25519("k").without("kid")),
        arguments("its id", TestJwk.ed25519(" ")),
        arguments("its id", TestJwk.ed25519("k".repeat(257))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unusableKeys")
  void unusableKey_isLeftOutWithAReasonAndTheOthersStay(String reason, TestJwk jwk) {
    KeySet keys = TestKeySets.of(List.of(jwk.json(), GOOD.json()));

    assertThat(keys.ids()).containsExactly("good");
    assertThat(keys.unusable()).singleElement().asString().contains("is not used: ", reason);
  }

  @Test
  void keysWithOneId_areAllUnusable() {
    KeySet keys =
        TestKeySets.of(
            List.of(TestJwk.ed25519("twice").json(), TestJwk.ec("twice", 256).json(), GOOD.json()));

    assertThat(keys.ids()).containsExactly("good");
    assertThat(keys.unusable()).hasSize(2).allMatch(text -> text.contains("the same id"));
  }

  @Test
  void idOf256Characters_isUsable() {
    String id = "k".repeat(256);

    assertThat(TestKeySets.of(List.of(TestJwk.ed25519(id).json())).key(id)).isPresent();
  }

  @Test
  void keySetOfLemonLdap_whichHasNoAlg_isUsable() {
    TestJwk lemon = RSA.with("kid", "lab-sig");

    assertThat(lemon.json()).doesNotContain("alg");
    assertThat(TestKeySets.of(List.of(lemon.json())).key("lab-sig")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html></html>",
        "[]",
        "{}",
        "{\"keys\":null}",
        "{\"keys\":{}}",
        "{\"keys\":[]}",
        "{\"keys\":[1,null,\"x\",[]]}",
        "{\"keys\":[],\"keys\":[]}",
      })
  void whatHasNoUsableKey_isNoKeySet(String json) {
    assertThatThrownBy(() -> KeySetDecoder.decode(json.getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
