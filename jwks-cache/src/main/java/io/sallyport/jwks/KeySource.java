package io.sallyport.jwks;

/** Where a verifier finds the keys of one issuer. Any thread may ask, and nobody ever waits. */
public interface KeySource {
  /** The keys as they are known now. */
  CachedKeys current();

  /** Says that usable keys were missed; they may be there afterwards. */
  void refreshSoon();

  /** Says that this key was missed among usable ones; it may be there afterwards. */
  void refreshSoonFor(String unknownKeyId);
}
