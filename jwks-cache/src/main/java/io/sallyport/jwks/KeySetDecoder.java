package io.sallyport.jwks;

import com.nimbusds.jose.jwk.JWK;
import io.sallyport.json.MalformedJsonException;
import io.sallyport.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reading of a JWK set (RFC 7517, 5). Members other than {@code keys} are ignored. */
final class KeySetDecoder {
  private final Map<String, VerificationKey> keys = new LinkedHashMap<>();
  private final List<JWK> jwks = new ArrayList<>();
  private final List<String> unusable = new ArrayList<>();

  private KeySetDecoder() {}

  /** Decodes a set; {@link IOException} when it is none, or has no usable key. */
  static KeySet decode(byte[] json) throws IOException {
    return decode(object(json));
  }

  static Map<String, Object> object(byte[] json) throws IOException {
    try {
      return StrictJson.object(json);
    } catch (MalformedJsonException e) {
      throw new IOException("it is not a key set: " + e.getMessage());
    }
  }

  static KeySet decode(Map<String, Object> set) throws IOException {
    if (!(set.get("keys") instanceof List<?> elements)) {
      throw new IOException("it is not a key set: it has no list \"keys\"");
    }
    return new KeySetDecoder().read(elements);
  }

  private KeySet read(List<?> elements) throws IOException {
    Set<Object> repeated = repeatedIds(elements);
    for (Object element : elements) {
      try {
        add(jwk(element), repeated);
      } catch (UnusableKeyException e) {
        unusable.add(e.sentence());
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("it has no usable key" + (unusable.isEmpty() ? "" : ": " + unusable));
    }
    return new KeySet(keys, jwks, unusable);
  }

  private void add(Map<String, Object> members, Set<Object> repeated) throws UnusableKeyException {
    JWK jwk = UsableJwk.parse(members);
    VerificationKey key = UsableJwk.verificationKey(jwk);
    if (repeated.contains(key.id())) {
      throw new UnusableKeyException(key.id(), "another key has the same id");
    }
    keys.put(key.id(), key);
    jwks.add(jwk);
  }

  /** Ids that two keys claim; which one a token means would be a guess. */
  private static Set<Object> repeatedIds(List<?> elements) {
    Set<Object> seen = new HashSet<>();
    Set<Object> repeated = new HashSet<>();
    for (Object element : elements) {
      if (element instanceof Map<?, ?> members
          && members.get("kid") instanceof String id
          && !seen.add(id)) {
        repeated.add(id);
      }
    }
    return repeated;
  }

  @SuppressWarnings("unchecked") // StrictJson makes no maps with other keys than texts
  private static Map<String, Object> jwk(Object element) throws UnusableKeyException {
    if (element instanceof Map<?, ?> members) {
      return (Map<String, Object>) members;
    }
    throw new UnusableKeyException("?", "it is not an object");
  }
}
