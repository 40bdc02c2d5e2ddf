package io.sallyport.token;

import io.sallyport.jwks.CachedKeys;
import io.sallyport.jwks.KeySet;
import io.sallyport.jwks.KeySource;
import io.sallyport.jwks.VerificationKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The check that a registered issuer signed a token.
 *
 * <p>Of the token's header, {@code kid} chooses among the issuer's own keys and {@code alg} must
 * say what that key is used for; {@code jku}, {@code jwk}, {@code x5u} and {@code x5c}, which offer
 * a key, are never looked at.
 *
 * @param sources where the keys of each issuer are; issuers are compared character by character
 */
record IssuerKeys(Map<String, KeySource> sources) {
  private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "ES384", "EdDSA");
  private static final int MAX_KEY_ID = 256;

  IssuerKeys {
    sources = Map.copyOf(sources);
  }

  void requireSignature(CompactToken token) throws RefusalException {
    requireJwt(token.header());
    String algorithm = algorithm(token.header());
    VerificationKey key = key(source(token), keyId(token.header()));
    if (!algorithm.equals(key.algorithm())) {
      throw new RefusalException(
          Reason.BAD_ALGORITHM,
          "the token says " + algorithm + ", its key is for " + key.algorithm());
    }
    if (!token.isSignedBy(key)) {
      throw new RefusalException(Reason.BAD_SIGNATURE, "key " + key.id() + " did not sign this");
    }
  }

  private static void requireJwt(Map<String, Object> header) throws RefusalException {
    if (header.containsKey("typ")
        && !(header.get("typ") instanceof String type && type.equalsIgnoreCase("JWT"))) {
      throw new RefusalException(Reason.WRONG_TYPE, "the token's typ is not JWT");
    }
    if (header.containsKey("crit")) {
      throw new RefusalException(Reason.CRITICAL_HEADER, "the token's header has crit");
    }
  }

  private static String algorithm(Map<String, Object> header) throws RefusalException {
    if (header.get("alg") instanceof String algorithm && ALGORITHMS.contains(algorithm)) {
      return algorithm;
    }
    throw new RefusalException(Reason.BAD_ALGORITHM, "the token's alg is not one of " + ALGORITHMS);
  }

  private static String keyId(Map<String, Object> header) throws RefusalException {
    if (header.get("kid") instanceof String id
        && id.length() <= MAX_KEY_ID
        && id.chars().noneMatch(Character::isISOControl)) {
      return id;
    }
    throw new RefusalException(Reason.UNKNOWN_KEY, "the token names no key (kid)");
  }

  private KeySource source(CompactToken token) throws RefusalException {
    String issuer = new ClaimReader(token.claims()).text(Claims.ISSUER);
    KeySource source = sources.get(issuer);
    if (source == null) {
      throw new RefusalException(Reason.WRONG_ISSUER, "issuer " + issuer + " is not registered");
    }
    return source;
  }

  private static VerificationKey key(KeySource source, String id) throws RefusalException {
    Optional<VerificationKey> key = keys(source).key(id);
    if (key.isEmpty()) {
      source.refreshSoonFor(id);
      throw new RefusalException(Reason.UNKNOWN_KEY, "the issuer has no key " + id);
    }
    return key.get();
  }

  private static KeySet keys(KeySource source) throws RefusalException {
    CachedKeys current = source.current();
    if (!(current instanceof CachedKeys.Usable)) {
      source.refreshSoon();
    }
    return switch (current) {
      case CachedKeys.Usable(KeySet keys) -> keys;
      case CachedKeys.Stale(var fetchedAt) ->
          throw new RefusalException(
              Reason.STALE_KEYS, "the issuer's keys were last confirmed at " + fetchedAt);
      case CachedKeys.Missing() ->
          throw new RefusalException(Reason.NO_KEYS, "the issuer's keys have never been fetched");
    };
  }
}
