package io.sallyport.token;

import io.sallyport.jwks.CachedKeys;
import io.sallyport.jwks.KeySource;

/** Keys that never change. */
record FixedKeys(CachedKeys current) implements KeySource {
  @Override
  public void refreshSoon() {}

  @Override
  public void refreshSoonFor(String unknownKeyId) {}
}
