package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The file that says who may reach what: rules in order, and no for whatever none allows. */
public record PolicyFile(@Default("") List<PolicyRule> rules) {

  /** In {@code logins}: the identity's own name. */
  static final String OWN_NAME = "{name}";

  private static final String SUPERUSER = "root";

  /**
   * A rule: any of these identities, on any of these targets, under any of these logins, with these
   * kinds of channel.
   *
   * @param targets names, in which {@code *} stands for any run of characters
   * @param logins exactly; {@value #OWN_NAME} stands for the identity's own name
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
      logins.forEach(PolicyRule::requireLogin);
      forwardTo.forEach(EndpointPattern::parse);
      listenOn.forEach(EndpointPattern::parse);
    }

    private static void requireLogin(String login) {
      if (!login.equals(OWN_NAME) && (login.contains("{") || login.contains("}"))) {
        throw new IllegalArgumentException(
            "`logins`: " + login + " is no login; the only word in braces is " + OWN_NAME);
      }
    }

    /** The logins for somebody. That somebody is called like the superuser makes them none. */
    Stream<String> logins(Identity identity) {
      return logins.stream()
          .map(login -> login.equals(OWN_NAME) ? identity.name() : login)
          .filter(login -> !login.equals(SUPERUSER) || logins.contains(SUPERUSER));
    }
  }
}
