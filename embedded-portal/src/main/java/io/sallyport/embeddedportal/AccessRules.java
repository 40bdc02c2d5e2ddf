package io.sallyport.embeddedportal;

import java.util.Collections;
import java.util.List;

/** Decides who may use what: what no rule allows is denied. */
final class AccessRules {

  /** What a bastion is told when no rule allows. */
  static final String DENIED = "Access denied by rule";

  private final List<Rule> rules;

  AccessRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** Whether {@code subject} may use {@code service} on the servers of {@code serverGroup}. */
  boolean allow(String serverGroup, Service service, Subject subject) {
    // Becoming root presupposes being there.
    boolean reachable =
        service != Service.SUDO || someRuleAllows(serverGroup, Service.SSH, subject);
    return reachable && someRuleAllows(serverGroup, service, subject);
  }

  private boolean someRuleAllows(String serverGroup, Service service, Subject subject) {
    return rules.stream()
        .anyMatch(rule ->
            rule.serverGroup().equals(serverGroup)
                && rule.services().contains(service)
                && !Collections.disjoint(rule.groups(), subject.groups()));
  }
}
