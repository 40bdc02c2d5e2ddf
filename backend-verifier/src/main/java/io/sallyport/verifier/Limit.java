package io.sallyport.verifier;

import io.sallyport.config.Default;
import io.sallyport.token.BastionToken;
import io.sallyport.token.HopRights;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What some of those who come may do here at most, whatever their bastion grants.
 *
 * @param groups of whom: members of one of them; empty: of everybody
 * @param subjects of whom: of these people and service accounts; empty: of everybody
 * @param logins under which logins; empty: under all
 * @param permits what they may have
 * @param permitOpen where they may forward ports to, {@code host:port}, each side also {@code *};
 *     empty: anywhere
 * @param command what runs, whatever they ask for
 */
public record Limit(
    @Default("") Set<String> groups,
    @Default("") Set<String> subjects,
    @Default("") Set<String> logins,
    @Default("[pty, port-forwarding, agent-forwarding, x11-forwarding]") Set<Permit> permits,
    @Default("") List<String> permitOpen,
    Optional<String> command) {

  /** A backslash before a quotation mark is the mark's, for sshd, and one at the end, too. */
  private static final Pattern WRITABLE_COMMAND = Pattern.compile("(?!.*\\\\(\"|$))[ -~]{1,1000}");

  /** Refuses what sshd would not take in a line. */
  public Limit {
    permitOpen.stream()
        .filter(endpoint -> !HopRights.isEndpoint(endpoint))
        .findFirst()
        .ifPresent(endpoint -> {
          throw new IllegalArgumentException(
              "`" + endpoint + "` in `permit_open` is not host:port; each may be *");
        });
    if (command.isPresent() && !WRITABLE_COMMAND.matcher(command.get()).matches()) {
      throw new IllegalArgumentException(
          "`command` must be 1 to 1000 characters of ASCII, with no backslash before a \" or at"
              + " its end; put what is longer into a script");
    }
  }

  boolean isAbout(BastionToken token, String login) {
    return (groups.isEmpty() || !Collections.disjoint(groups, token.userGroups()))
        && (subjects.isEmpty() || subjects.contains(token.subject()))
        && (logins.isEmpty() || logins.contains(login));
  }
}
