package io.sallyport.jwks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Key sets from the JSON of their keys. */
public final class TestKeySets {
  private TestKeySets() {}

  /** The set as a portal would send it. */
  public static String json(List<String> jwks) {
    return "{\"keys\":[" + String.join(",", jwks) + "]}";
  }

  /** The set of these keys, at least one of which must be usable. */
  public static KeySet of(List<String> jwks) {
    try {
      return KeySetDecoder.decode(json(jwks).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
