package io.sallyport.bastion.offline;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;

/**
 * Who may go on while the portal is down, and for how long after it has last spoken of them.
 *
 * @param max from the portal's last word about somebody
 * @param groups those whose members may; empty: everybody. Members of high-risk groups never may
 */
public record OfflinePolicy(
    @Default("8h") @Between(min = "1m", max = "7d") Duration max, @Default("") Set<String> groups) {

  public OfflinePolicy {
    groups = Set.copyOf(groups);
  }

  boolean allows(Set<String> memberOf) {
    return groups.isEmpty() || !Collections.disjoint(groups, memberOf);
  }
}
