package io.sallyport.bastion.vouching;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Link;
import io.sallyport.bastion.policy.Warrant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a hop certificate allows at the backend: the {@code permit-*} extensions (OpenSSH's
 * PROTOCOL.certkeys) that the grant needs, and no more. They are coarser than a grant, whose finer
 * rules are kept by the relay. A link needs to forward, and nothing else.
 */
final class Permits {

  private static final String FORWARDING = "permit-port-forwarding";

  private Permits() {}

  /** The names of the extensions. */
  static Set<String> of(Warrant warrant) {
    return switch (warrant) {
      case Grant grant -> of(grant);
      case Link _ -> Set.of(FORWARDING);
    };
  }

  /** What runs at the backend whatever is asked for; nothing where programs may be asked for. */
  static Optional<String> forcedCommand(Warrant warrant) {
    return switch (warrant) {
      case Grant _ -> Optional.empty();
      case Link _ -> Optional.of("/bin/false");
    };
  }

  private static Set<String> of(Grant grant) {
    return Arrays.stream(ChannelKind.values())
        .filter(kind -> grant.refusal(kind).isEmpty())
        .flatMap(kind -> extension(kind).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> extension(ChannelKind kind) {
    return switch (kind) {
      case SHELL, EXEC -> Optional.of("permit-pty");
      case SUBSYSTEM -> Optional.empty();
      case LOCAL_FORWARD, REMOTE_FORWARD -> Optional.of(FORWARDING);
      case AGENT -> Optional.of("permit-agent-forwarding");
      case X11 -> Optional.of("permit-X11-forwarding");
    };
  }
}
