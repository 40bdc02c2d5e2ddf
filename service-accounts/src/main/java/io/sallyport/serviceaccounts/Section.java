package io.sallyport.serviceaccounts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has been read of one section so far. */
final class Section {
  final String name;

  /** The line of its header. */
  final int line;

  /** The line on which each key stands first. */
  final Map<String, Integer> lines = new HashMap<>();

  final List<AccountKey> keys = new ArrayList<>();
  final List<AddressRange> sources = new ArrayList<>();
  final List<TargetPattern> targets = new ArrayList<>();
  final Set<String> logins = new LinkedHashSet<>();
  final List<CommandPattern> commands = new ArrayList<>();
  Optional<Instant> expires = Optional.empty();
  boolean sudoAllowed;
  boolean sudoNopasswd;
  Optional<String> gecos = Optional.empty();
  Optional<String> shell = Optional.empty();
  Optional<String> home = Optional.empty();
  Optional<Integer> uid = Optional.empty();
  Optional<Integer> gid = Optional.empty();

  Section(String name, int line) {
    this.name = name;
    this.line = line;
  }

  int lineOf(String key) {
    return lines.getOrDefault(key, line);
  }

  ServiceAccount account() {
    return new ServiceAccount(
        name,
        keys,
        expires,
        new AccountLimits(sources, targets, logins, commands),
        sudo(),
        new ServiceAccount.LocalUser(gecos, shell, home, uid, gid));
  }

  ServiceAccount.Sudo sudo() {
    if (!sudoAllowed) {
      return ServiceAccount.Sudo.NOT_ALLOWED;
    }
    return sudoNopasswd ? ServiceAccount.Sudo.WITHOUT_PASSWORD : ServiceAccount.Sudo.WITH_PASSWORD;
  }
}
