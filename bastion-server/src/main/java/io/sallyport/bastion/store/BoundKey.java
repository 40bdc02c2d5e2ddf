package io.sallyport.bastion.store;

import java.time.Instant;
import java.util.Set;

/**
 * A key that is bound to a person until it expires.
 *
 * @param person whose name the portal said
 * @param fingerprint {@code SHA256:…} of the whole key
 * @param groups those that the portal named last
 * @param boundAt when the key and a portal token were shown together
 */
public record BoundKey(
    String person, String fingerprint, Set<String> groups, Instant boundAt, Instant expiresAt) {

  public BoundKey {
    groups = Set.copyOf(groups);
  }

  /** Which key of whom. */
  public record Id(String person, String fingerprint) {}

  public Id id() {
    return new Id(person, fingerprint);
  }
}
