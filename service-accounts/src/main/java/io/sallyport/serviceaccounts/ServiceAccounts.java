package io.sallyport.serviceaccounts;

import io.sallyport.config.Problem;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** All service accounts of a file, looked up by name and key. Immutable. */
public final class ServiceAccounts {
  private static final ServiceAccounts NONE =
      new ServiceAccounts(Path.of(""), List.of(), List.of(), List.of());

  private final Path file;
  private final Map<String, ServiceAccount> accounts;
  private final List<Problem> notices;
  private final List<Deadline> deadlines;

  /**
   * The accounts of a file.
   *
   * @param notices what is allowed, but should not be so
   * @param deadlines when what of it expires
   */
  ServiceAccounts(
      Path file, List<ServiceAccount> accounts, List<Problem> notices, List<Deadline> deadlines) {
    SequencedMap<String, ServiceAccount> named = new LinkedHashMap<>();
    accounts.forEach(account -> named.put(account.name(), account));
    this.file = file;
    this.accounts = named;
    this.notices = List.copyOf(notices);
    this.deadlines = List.copyOf(deadlines);
  }

  /** No service accounts: every look-up is empty. */
  public static ServiceAccounts none() {
    return NONE;
  }

  /** All of them, in the order of the file. */
  public List<ServiceAccount> all() {
    return List.copyOf(accounts.values());
  }

  /** The account of that name, whatever its keys. Proves nothing about who is asking. */
  public Optional<ServiceAccount> named(String name) {
    return Optional.ofNullable(accounts.get(name));
  }

  /**
   * The account of that name, if the key is one of its own, and it may come from there now.
   *
   * @param from the client's address
   */
  public LookUp find(String name, KeyFingerprints key, InetAddress from, Instant now) {
    LookUp found = find(name, key, now);
    return found instanceof LookUp.Known known && !known.account().limits().allowsFrom(from)
        ? new LookUp.Lapsed("it may not log in from " + from.getHostAddress())
        : found;
  }

  /** The account of that name, if the key is one of its own, and both are good now. */
  public LookUp find(String name, KeyFingerprints key, Instant now) {
    ServiceAccount account = accounts.get(name);
    Optional<AccountKey> own = Optional.ofNullable(account).flatMap(it -> it.key(key));
    if (account == null || own.isEmpty()) {
      return new LookUp.Unknown();
    }
    return account
        .objection(now)
        .or(() -> own.get().objection(now))
        .<LookUp>map(LookUp.Lapsed::new)
        .orElseGet(() -> new LookUp.Known(account, own.get()));
  }

  /** What somebody should look after, a line of text each, in the order of the file. */
  public List<String> warnings(Instant now) {
    return Stream.concat(
            notices.stream(), deadlines.stream().flatMap(it -> it.warning(now).stream()))
        .sorted(Comparator.comparingInt(Problem::line))
        .map(warning -> warning.in(file))
        .toList();
  }
}
