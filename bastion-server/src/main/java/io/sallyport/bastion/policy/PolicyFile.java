package io.sallyport.bastion.policy;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file that says who may reach what: rules in order, and no for whatever none allows. */
public record PolicyFile(@Default("") List<PolicyRule> rules) {

  /**
   * A rule: any of these identities, on any of these targets, under any of these logins, with these
   * kinds of channel.
   *
   * @param targets names, in which {@code *} stands for any run of characters
   * @param forwardTo where {@code local-forward} may lead, see {@link EndpointPattern}
   * @param listenOn where {@code remote-forward} may listen, likewise
   * @param sshForwards whether a forward may lead to the ssh port of another target, past the
   *     bastion's recording
   * @param maxSession after which a session is ended
   * @param idleTimeout after which a session in which nothing moves is ended
   */
  public record PolicyRule(
      String name,
      @Default("") Set<String> people,
      @Default("") Set<String> groups,
      @Default("") Set<String> serviceAccounts,
      Set<String> targets,
      Set<String> logins,
      @Default("[shell, exec, subsystem]") Set<ChannelKind> channels,
      @Default("[\"localhost:*\"]") Set<String> forwardTo,
      @Default("[\"localhost:1024-65535\"]") Set<String> listenOn,
      @Default("false") boolean sshForwards,
      @Between(min = "1s", max = "30d") Optional<Duration> maxSession,
      @Between(min = "1s", max = "30d") Optional<Duration> idleTimeout) {

    public PolicyRule {
      if (people.isEmpty() && groups.isEmpty() && serviceAccounts.isEmpty()) {
        throw new IllegalArgumentException(
            "the rule is for nobody; give it people, groups or service_accounts");
      }
      forwardTo.forEach(EndpointPattern::parse);
      listenOn.forEach(EndpointPattern::parse);
    }
  }
}
