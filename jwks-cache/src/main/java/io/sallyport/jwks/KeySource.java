package io.sallyport.jwks;

/** Where a verifier finds the keys of one issuer. Any thread may ask, and nobody ever waits. */
public interface KeySource {
  /** The keys as they are known now. */
  CachedKeys current();

  /** Says that a key was missed; a new key set may be on its way afterwards. */
  void refreshSoon();
}
