package io.sallyport.jwks;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The usable verification keys of one issuer, at least one. Immutable. */
public final class KeySet {
  private final Map<String, VerificationKey> keys;
  private final List<JWK> jwks;
  private final List<String> unusable;

  /**
   * Takes what a decoder found.
   *
   * @param keys the usable keys by id
   * @param jwks the same keys as they came, public parts only
   * @param unusable one sentence for each key that came and is not used
   */
  KeySet(Map<String, VerificationKey> keys, List<JWK> jwks, List<String> unusable) {
    this.keys = new LinkedHashMap<>(keys);
    this.jwks = List.copyOf(jwks);
    this.unusable = List.copyOf(unusable);
  }

  /** The key of this id. */
  public Optional<VerificationKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** The ids of all keys. */
  public Set<String> ids() {
    return Set.copyOf(keys.keySet());
  }

  /** The ids of keys that the other set does not have, or not the same of them. */
  Set<String> idsUnlike(KeySet other) {
    return idsOf(jwks.stream().filter(jwk -> !other.jwks.contains(jwk)));
  }

  /** The ids that the other set does not have. */
  Set<String> idsNotIn(KeySet other) {
    return idsOf(jwks.stream().filter(jwk -> !other.keys.containsKey(jwk.getKeyID())));
  }

  private static Set<String> idsOf(Stream<JWK> jwks) {
    return jwks.map(JWK::getKeyID).collect(Collectors.toUnmodifiableSet());
  }

  /** One sentence for each key that came and is not used. */
  List<String> unusable() {
    return unusable;
  }

  /** What these keys are, in a text that is the same for the same keys in the same order. */
  String canonical() {
    return jwks.stream()
        .map(jwk -> JSONObjectUtils.toJSONString(new TreeMap<>(jwk.toJSONObject())))
        .collect(Collectors.joining("\n"));
  }

  /** The members of the JSON object that this set is on disk. */
  Map<String, Object> toJsonObject() {
    return new JWKSet(jwks).toJSONObject();
  }
}
