package io.sallyport.jwks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.fuzz.FuzzRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeySetFuzzTest {
  private static final List<TestJwk> KEYS =
      List.of(
          TestJwk.rsa("rsa", 2048),
          TestJwk.ec("ec", 256).with("alg", "ES256"),
          TestJwk.ec("ec384", 384).withJson("key_ops", "[\"verify\"]"),
          TestJwk.ed25519("ed"));

  private static final List<String> WORDS =
      List.of(
          "\"keys\":",
          "\"kty\":",
          "\"kid\":",
          "\"use\":",
          "\"alg\":",
          "\"crv\":",
          "\"x\":",
          "\"y\":",
          "\"n\":",
          "\"e\":",
          "\"d\":",
          "\"k\":",
          "\"x5c\":",
          "\"x5u\":",
          "\"x5t\":",
          "\"exp\":",
          "\"key_ops\":",
          "\"RSA\"",
          "\"EC\"",
          "\"OKP\"",
          "\"oct\"",
          "\"AKP\"",
          "\"sig\"",
          "\"enc\"",
          "\"P-256\"",
          "\"P-384\"",
          "\"P-521\"",
          "\"secp256k1\"",
          "\"Ed25519\"",
          "\"Ed448\"",
          "\"X25519\"",
          "\"ES256\"",
          "\"RS256\"",
          "\"none\"",
          "\"HS256\"",
          "\"AQAB\"",
          "\"AQ\"",
          "\"\"",
          "null",
          "true",
          "0",
          "-1",
          "1e999",
          "9007199254740993",
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          "\"",
          "\\u0000",
          "\\ud800",
          "\u0000",
          "\u00ff",
          "\u00ef\u00bb\u00bf");

  @Test
  void whatever_is_sent_is_a_key_set_or_none_and_a_key_set_means_the_same_when_it_is_kept() {
    List<byte[]> samples =
        List.of(
            set(KEYS),
            set(KEYS.subList(0, 1)),
            set(KEYS.subList(1, 2)),
            set(KEYS.subList(3, 4)),
            set(List.of(KEYS.get(3), KEYS.get(3))));

    Map<String, Long> verdicts =
        new FuzzRun("key set").over(samples, WORDS, 3_000, KeySetFuzzTest::verdict);

    assertThat(verdicts).containsKeys("key set", "none");
  }

  private static String verdict(byte[] json) {
    KeySet keys;
    try {
      keys = KeySetDecoder.decode(json);
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
      return "none";
    }
    assertThat(keys.ids()).isNotEmpty();
    for (String id : keys.ids()) {
      assertThat(keys.key(id).orElseThrow().verifies(json, new byte[64])).isFalse();
    }
    assertKeptAlike(keys);
    return "key set";
  }

  private static void assertKeptAlike(KeySet keys) {
    String kept = JSONObjectUtils.toJSONString(keys.toJsonObject());
    assertThat(kept).doesNotContain("\"d\":", "\"k\":");
    KeySet again;
    try {
      again = KeySetDecoder.decode(kept.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(kept, e);
    }
    assertThat(again.ids()).isEqualTo(keys.ids());
    assertThat(again.unusable()).isEmpty();
    assertThat(again.canonical()).isEqualTo(keys.canonical());
  }

  private static byte[] set(List<TestJwk> keys) {
    return TestKeySets.json(keys.stream().map(TestJwk::json).toList()).getBytes(UTF_8);
  }
}
