package io.sallyport.bastion.offline;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * For how long the portal's word counts when it is silent: nothing by default, less where the
 * portal says so, and never where much is at stake, but for those who break the glass.
 *
 * @param highRiskGroups those whose members never go on by themselves
 */
public record OutageRules(
    Optional<OfflinePolicy> offline,
    Optional<BreakGlassPolicy> breakGlass,
    Set<String> highRiskGroups) {

  public OutageRules {
    highRiskGroups = Set.copyOf(highRiskGroups);
  }

  /** Of somebody who has a bound key or a certificate. */
  Duration offlineLife(CachedPerson person) {
    return offline
        .filter(policy -> policy.allows(person.groups()))
        .filter(_ -> Collections.disjoint(person.groups(), highRiskGroups))
        .map(policy -> person.portalLimit().filter(this::isLess).orElse(policy.max()))
        .orElse(Duration.ZERO);
  }

  /** Whether a limit of the portal's is less than is allowed here. */
  boolean isLess(Duration limit) {
    return offline.filter(policy -> limit.compareTo(policy.max()) < 0).isPresent();
  }

  /** Of somebody who has shown their password. */
  Duration brokenGlassLife(String name) {
    return mayBreakGlass(name) ? breakGlass.orElseThrow().max() : Duration.ZERO;
  }

  boolean mayBreakGlass(String name) {
    return breakGlass.filter(policy -> policy.people().contains(name)).isPresent();
  }

  /** What of somebody may be of use to anybody now; nothing, if nothing is. */
  Optional<CachedPerson> useful(CachedPerson person, Instant now) {
    Instant oldest = now.minus(longestLife(person));
    return person.confirmedAt().isAfter(oldest)
        ? Optional.of(person.withoutTokensBefore(oldest))
        : Optional.empty();
  }

  private Duration longestLife(CachedPerson person) {
    Duration offlineLife = offlineLife(person);
    Duration brokenGlassLife = brokenGlassLife(person.name());
    return offlineLife.compareTo(brokenGlassLife) > 0 ? offlineLife : brokenGlassLife;
  }
}
