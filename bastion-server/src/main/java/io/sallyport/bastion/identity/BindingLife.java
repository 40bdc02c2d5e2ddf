package io.sallyport.bastion.identity;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;

/**
 * How long a key stays bound to a person.
 *
 * @param bindingTtl for most people; zero: keys are never bound, and a token is asked for each time
 * @param highRiskGroups groups whose members' keys are bound for a shorter time
 * @param highRiskBindingTtl for those; zero: never
 */
public record BindingLife(
    @Default("12h") @Between(min = "0s", max = "7d") Duration bindingTtl,
    @Default("") Set<String> highRiskGroups,
    @Default("1h") @Between(min = "0s", max = "7d") Duration highRiskBindingTtl) {

  public BindingLife {
    highRiskGroups = Set.copyOf(highRiskGroups);
    if (highRiskBindingTtl.compareTo(bindingTtl) > 0) {
      throw new IllegalArgumentException(
          "`high_risk_binding_ttl` must not be longer than `binding_ttl`");
    }
  }

  /** For a member of these groups. */
  Duration of(Set<String> groups) {
    return isHighRisk(groups) ? highRiskBindingTtl : bindingTtl;
  }

  boolean isHighRisk(Set<String> groups) {
    return !Collections.disjoint(groups, highRiskGroups);
  }
}
