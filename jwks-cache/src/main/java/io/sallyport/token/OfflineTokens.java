package io.sallyport.token;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * Which earlier tokens a backend takes from a bastion whose portal is down. They prove that the
 * portal has said yes to this person, host and login before; that it is down is the bastion's word.
 *
 * @param max how long ago that may have been, from {@code iat}
 * @param groups of which one must stand in the token; empty: any, or none
 */
public record OfflineTokens(Duration max, Set<String> groups) {

  /** Copies the groups. */
  public OfflineTokens {
    groups = Set.copyOf(groups);
  }

  boolean takes(Collection<String> userGroups) {
    return groups.isEmpty() || !Collections.disjoint(groups, userGroups);
  }
}
