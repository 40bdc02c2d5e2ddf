package io.sallyport.token;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a hop certificate lets its bearer do at the backend.
 *
 * @param permits the names of its {@code permit-*} extensions (OpenSSH's PROTOCOL.certkeys)
 * @param permitOpen the only destinations of forwarded ports, as in authorized_keys (sshd(8)):
 *     {@code host:port}, each side also {@code *}; empty: all
 * @param forcedCommand what sshd runs whatever is asked for
 */
public record HopRights(
    Set<String> permits, List<String> permitOpen, Optional<String> forcedCommand) {

  /** A forced command that runs nothing: who has it is there to be passed through. */
  public static final String NOTHING = "/bin/false";

  /** More than anybody writes into a rule, and few enough for one line. */
  public static final int MAX_PERMIT_OPEN = 64;

  private static final Pattern ENDPOINT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253}|\\*):([1-9][0-9]{0,4}|\\*)");

  /** Copies the sets; {@link IllegalArgumentException} for what is no destination. */
  public HopRights {
    permits = Set.copyOf(permits);
    permitOpen = List.copyOf(permitOpen);
    if (permitOpen.size() > MAX_PERMIT_OPEN
        || !permitOpen.stream().allMatch(HopRights::isEndpoint)) {
      throw new IllegalArgumentException("a destination that is not host:port, or too many");
    }
  }

  /** Whether this is a destination as in authorized_keys (sshd(8)). */
  public static boolean isEndpoint(String text) {
    return ENDPOINT.matcher(text).matches();
  }
}
