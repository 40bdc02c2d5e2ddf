package io.sallyport.bastion.vouching;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Introduction;
import io.sallyport.bastion.policy.Link;
import io.sallyport.bastion.policy.Warrant;
import io.sallyport.token.HopRights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a hop certificate allows at the backend: the {@code permit-*} extensions (OpenSSH's
 * PROTOCOL.certkeys) that the grant needs, and no more. They are coarser than a grant, whose finer
 * rules are kept by the relay. A link needs to forward, and nothing else; an introduction needs
 * nothing.
 */
final class Permits {

  private static final String FORWARDING = "permit-port-forwarding";

  private Permits() {}

  /** The extensions; and for a link, that no program runs whatever is asked for. */
  static HopRights of(Warrant warrant) {
    return switch (warrant) {
      case Grant grant -> new HopRights(extensions(grant), permitOpen(grant), Optional.empty());
      case Link _ -> new HopRights(Set.of(FORWARDING), List.of(), Optional.of(HopRights.NOTHING));
      case Introduction _ -> new HopRights(Set.of(), List.of(), Optional.empty());
    };
  }

  /** Rules with more than sshd's line could take are kept by the relay alone. */
  private static List<String> permitOpen(Grant grant) {
    boolean listed =
        grant.refusal(ChannelKind.LOCAL_FORWARD).isEmpty()
            && grant.permitOpen().size() <= HopRights.MAX_PERMIT_OPEN
            && grant.permitOpen().stream().allMatch(HopRights::isEndpoint);
    return listed ? grant.permitOpen() : List.of();
  }

  private static Set<String> extensions(Grant grant) {
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
