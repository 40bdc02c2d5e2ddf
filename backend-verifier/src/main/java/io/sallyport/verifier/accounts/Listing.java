package io.sallyport.verifier.accounts;

import io.sallyport.serviceaccounts.AccountKey;
import io.sallyport.serviceaccounts.AccountLimits;
import io.sallyport.serviceaccounts.ServiceAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people are shown of the accounts. */
final class Listing {
  private final Optional<LastUses> uses;
  private final Instant now;

  /**
   * At this moment.
   *
   * @param uses absent if nobody knows
   */
  Listing(Optional<LastUses> uses, Instant now) {
    this.uses = uses;
    this.now = now;
  }

  List<String> of(ServiceAccount account) {
    List<String> lines = new ArrayList<>();
    lines.add(account.name());
    account.keys().forEach(key -> lines.add("  key       " + key(key)));
    lines.add("  expires   " + account.expires().map(this::at).orElse("never"));
    limits(account.limits(), lines);
    sudo(account.sudo()).ifPresent(sudo -> lines.add("  sudo      " + sudo));
    user(account.localUser()).ifPresent(user -> lines.add("  user      " + user));
    lines.add("  last use  " + lastUse(account.name()));
    return lines;
  }

  private String key(AccountKey key) {
    return key.fingerprint()
        + key.notBefore().filter(now::isBefore).map(time -> ", good from " + at(time)).orElse("")
        + key.expires().map(time -> ", expires " + at(time)).orElse("");
  }

  private String at(Instant time) {
    long days = Duration.between(now, time).toDays();
    return now.isBefore(time) ? time + " (in " + days + " days)" : time + " (over)";
  }

  private static void limits(AccountLimits limits, List<String> lines) {
    limit("source", limits.sources(), lines);
    limit("targets", limits.targets(), lines);
    limit("logins", limits.logins().stream().sorted().toList(), lines);
    limits.commands().forEach(command -> limit("command", List.of(command), lines));
  }

  private static void limit(String name, Collection<?> values, List<String> lines) {
    if (!values.isEmpty()) {
      lines.add(
          "  %-9s %s"
              .formatted(
                  name, values.stream().map(Object::toString).collect(Collectors.joining(", "))));
    }
  }

  private static Optional<String> sudo(ServiceAccount.Sudo sudo) {
    return switch (sudo) {
      case NOT_ALLOWED -> Optional.empty();
      case WITH_PASSWORD -> Optional.of("with a password");
      case WITHOUT_PASSWORD -> Optional.of("without a password");
    };
  }

  private static Optional<String> user(ServiceAccount.LocalUser user) {
    List<String> parts = new ArrayList<>();
    user.uid().ifPresent(uid -> parts.add("uid " + uid));
    user.gid().ifPresent(gid -> parts.add("gid " + gid));
    user.home().ifPresent(parts::add);
    user.shell().ifPresent(parts::add);
    user.gecos().ifPresent(gecos -> parts.add('"' + gecos + '"'));
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private String lastUse(String account) {
    return uses.map(known -> known.of(account).map(Instant::toString).orElse("never"))
        .orElse("unknown; name verifier.yaml by --config to see it");
  }
}
