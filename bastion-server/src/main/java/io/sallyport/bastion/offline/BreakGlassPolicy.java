package io.sallyport.bastion.offline;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.time.Duration;
import java.util.Set;

/**
 * Who may log in by a password of their own while the portal is down, whatever their groups.
 *
 * @param people their names
 * @param max for how long after the portal's last word about them
 */
public record BreakGlassPolicy(
    Set<String> people, @Default("7d") @Between(min = "1h", max = "30d") Duration max) {

  public BreakGlassPolicy {
    people = Set.copyOf(people);
    if (people.isEmpty()) {
      throw new IllegalArgumentException("`people` is empty; name those who may break the glass");
    }
  }
}
