package io.sallyport.bastion.policy;

import io.sallyport.config.Default;
import java.util.List;
import java.util.Set;

/** The file that says who may reach what: rules in order, and no for whatever none allows. */
public record PolicyFile(@Default("") List<PolicyRule> rules) {

  /**
   * A rule: any of these identities, on any of these targets, under any of these logins, with these
   * kinds of channel.
   *
   * @param targets names, in which {@code *} stands for any run of characters
   */
  public record PolicyRule(
      String name,
      @Default("") Set<String> people,
      @Default("") Set<String> groups,
      @Default("") Set<String> serviceAccounts,
      Set<String> targets,
      Set<String> logins,
      @Default("[shell, exec, subsystem]") Set<ChannelKind> channels) {

    public PolicyRule {
      if (people.isEmpty() && groups.isEmpty() && serviceAccounts.isEmpty()) {
        throw new IllegalArgumentException(
            "the rule is for nobody; give it people, groups or service_accounts");
      }
    }
  }
}
