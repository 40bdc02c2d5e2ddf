package io.sallyport.bastion.testing;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.AccessRequest;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.PolicyFile;
import io.sallyport.bastion.policy.PolicyFile.PolicyRule;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.Targets;
import io.sallyport.config.Address;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Policies of a few rules, and what they grant. */
public final class Rules {

  public static final Set<ChannelKind> ALL_KINDS = EnumSet.allOf(ChannelKind.class);

  private Rules() {}

  private static final Set<String> ON_THE_TARGET = Set.of("localhost:*", "/run/*");

  /** A rule for everybody of this group, and for the service account {@code ansible}. */
  public static PolicyRule rule(String group, String targets, String login, ChannelKind... kinds) {
    return rule(
        group + "-on-" + targets,
        Set.of(),
        Set.of(group),
        Set.of("ansible"),
        Set.of(targets),
        Set.of(login),
        allIfNone(kinds));
  }

  /** A rule without limits of time, whose forwards stay on the target. */
  public static PolicyRule rule(
      String name,
      Set<String> people,
      Set<String> groups,
      Set<String> serviceAccounts,
      Set<String> targets,
      Set<String> logins,
      Set<ChannelKind> kinds) {
    return new PolicyRule(
        name,
        people,
        groups,
        serviceAccounts,
        targets,
        logins,
        kinds,
        ON_THE_TARGET,
        ON_THE_TARGET,
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The same rule, which forwards nothing, with these limits of time. */
  public static PolicyRule limited(
      PolicyRule rule, Optional<Duration> maxSession, Optional<Duration> idleTimeout) {
    return new PolicyRule(
        rule.name(),
        rule.people(),
        rule.groups(),
        rule.serviceAccounts(),
        rule.targets(),
        rule.logins(),
        rule.channels(),
        Set.of(),
        Set.of(),
        false,
        maxSession,
        idleTimeout);
  }

  public static Policy policy(PolicyRule... rules) {
    return new Policy(new PolicyFile(List.of(rules)), new Targets(List.of()));
  }

  private static Set<ChannelKind> allIfNone(ChannelKind... kinds) {
    return kinds.length == 0 ? ALL_KINDS : Set.of(kinds);
  }

  public static Target target(String name) {
    return new Target(name, 22, new Address("127.0.0.1", 1), "default");
  }

  /** A grant, made in the only way there is: by a policy. */
  public static Grant grant(Identity identity, Target target, String login, ChannelKind... kinds) {
    return granted(only(identity, target, login, kinds), identity, target, login);
  }

  /** A grant of forwards to these ports and sockets. */
  public static Grant grantTo(
      Set<String> endpoints, Identity identity, Target target, String login, ChannelKind... kinds) {
    PolicyRule rule = only(identity, target, login, kinds);
    return granted(
        new PolicyRule(
            rule.name(),
            rule.people(),
            rule.groups(),
            rule.serviceAccounts(),
            rule.targets(),
            rule.logins(),
            rule.channels(),
            endpoints,
            endpoints,
            false,
            Optional.empty(),
            Optional.empty()),
        identity,
        target,
        login);
  }

  private static PolicyRule only(
      Identity identity, Target target, String login, ChannelKind... kinds) {
    Set<String> name = Set.of(identity.name());
    return rule(
        "a-rule", name, Set.of(), name, Set.of(target.name()), Set.of(login), allIfNone(kinds));
  }

  private static Grant granted(PolicyRule rule, Identity identity, Target target, String login) {
    if (policy(rule).decide(new AccessRequest(identity, target, login)) instanceof Grant grant) {
      return grant;
    }
    throw new AssertionError("not granted");
  }
}
