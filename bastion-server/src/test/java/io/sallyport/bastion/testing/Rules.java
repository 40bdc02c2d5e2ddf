package io.sallyport.bastion.testing;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.AccessRequest;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.PolicyFile;
import io.sallyport.bastion.policy.PolicyFile.PolicyRule;
import io.sallyport.bastion.policy.Target;
import io.sallyport.config.Address;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Policies of a few rules, and what they grant. */
public final class Rules {

  public static final Set<ChannelKind> ALL_KINDS = EnumSet.allOf(ChannelKind.class);

  private Rules() {}

  /** A rule for everybody of this group, and for the service account {@code ansible}. */
  public static PolicyRule rule(String group, String targets, String login, ChannelKind... kinds) {
    return new PolicyRule(
        group + "-on-" + targets,
        Set.of(),
        Set.of(group),
        Set.of("ansible"),
        Set.of(targets),
        Set.of(login),
        kinds.length == 0 ? ALL_KINDS : Set.of(kinds));
  }

  public static Policy policy(PolicyRule... rules) {
    return new Policy(new PolicyFile(List.of(rules)));
  }

  public static Target target(String name) {
    return new Target(name, 22, new Address("127.0.0.1", 1), "default");
  }

  /** A grant, made in the only way there is: by a policy. */
  public static Grant grant(Identity identity, Target target, String login, ChannelKind... kinds) {
    PolicyRule rule =
        new PolicyRule(
            "a-rule",
            Set.of(identity.name()),
            Set.of(),
            Set.of(identity.name()),
            Set.of(target.name()),
            Set.of(login),
            kinds.length == 0 ? ALL_KINDS : Set.of(kinds));
    if (policy(rule).decide(new AccessRequest(identity, target, login)) instanceof Grant grant) {
      return grant;
    }
    throw new AssertionError("not granted");
  }
}
