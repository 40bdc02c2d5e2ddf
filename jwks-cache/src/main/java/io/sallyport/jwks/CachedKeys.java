package io.sallyport.jwks;

import java.time.Instant;

/** What a {@link KeySource} has of its issuer's keys. */
public sealed interface CachedKeys {
  /** Keys that were confirmed recently enough. */
  record Usable(KeySet keys) implements CachedKeys {}

  /** Keys that nobody has confirmed for longer than is allowed; they are not handed out. */
  record Stale(Instant fetchedAt) implements CachedKeys {}

  /** No keys, neither from the portal nor from disk. */
  record Missing() implements CachedKeys {}
}
