package io.sallyport.verifier;

import io.sallyport.token.HopRights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a line for sshd (sshd(8), AUTHORIZED_KEYS FILE FORMAT): {@code restrict}, and of
 * what it takes only that which both the grant and this backend give back.
 *
 * @param permits the rights
 * @param permitOpen where ports may be forwarded to; empty: anywhere
 * @param command what runs whatever is asked for
 * @param from the addresses that sshd may see, comma-separated
 * @param expiryTime until when the line counts
 */
record LineOptions(
    Set<Permit> permits,
    List<String> permitOpen,
    Optional<String> command,
    Optional<String> from,
    Optional<String> expiryTime) {

  /** Those for a certificate, within a limit. */
  static LineOptions of(
      HopRights granted, Optional<Limit> limit, Optional<String> from, Optional<String> until) {
    EnumSet<Permit> permits = EnumSet.noneOf(Permit.class);
    for (Permit permit : Permit.values()) {
      if (granted.permits().contains(permit.extension())
          && limit.map(each -> each.permits().contains(permit)).orElse(true)) {
        permits.add(permit);
      }
    }
    List<String> here = limit.map(Limit::permitOpen).orElse(List.of());
    List<String> permitOpen = Destinations.inBoth(granted.permitOpen(), here);
    if (permitOpen.isEmpty() && !(granted.permitOpen().isEmpty() && here.isEmpty())) {
      permits.remove(Permit.PORT_FORWARDING);
    }
    return new LineOptions(permits, permitOpen, command(granted, limit), from, until);
  }

  /** sshd takes no two commands that differ; nothing at all is less than whatever this one is. */
  private static Optional<String> command(HopRights granted, Optional<Limit> limit) {
    boolean runsNothing = granted.forcedCommand().filter(HopRights.NOTHING::equals).isPresent();
    return runsNothing ? Optional.empty() : limit.flatMap(Limit::command);
  }

  /** With commas between them. */
  @Override
  public String toString() {
    List<String> options = new ArrayList<>(List.of("restrict"));
    permits.forEach(permit -> options.add(permit.option()));
    if (permits.contains(Permit.PORT_FORWARDING)) {
      permitOpen.forEach(destination -> options.add(option("permitopen", destination)));
    }
    command.ifPresent(text -> options.add(option("command", text)));
    from.ifPresent(addresses -> options.add(option("from", addresses)));
    expiryTime.ifPresent(time -> options.add(option("expiry-time", time)));
    return String.join(",", options);
  }

  private static String option(String name, String value) {
    return name + "=\"" + value.replace("\"", "\\\"") + "\"";
  }
}
