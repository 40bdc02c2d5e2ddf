package io.sallyport.serviceaccounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that may log in with a key instead of a portal token.
 *
 * @param name its user name at the outer door
 * @param keys its keys in the order of the file
 * @param expires the first instant at which the account is good for nothing any more
 * @param limits what it may do at most
 * @param sudo what its local user on a backend may do by sudo
 * @param localUser its local user on a backend
 */
public record ServiceAccount(
    String name,
    List<AccountKey> keys,
    Optional<Instant> expires,
    AccountLimits limits,
    Sudo sudo,
    LocalUser localUser) {

  /** Keeps a copy of the keys. */
  public ServiceAccount {
    keys = List.copyOf(keys);
  }

  /** What its local user may do by sudo (sudoers(5)). */
  public enum Sudo {
    NOT_ALLOWED,
    /** Which takes a password that such users do not have. */
    WITH_PASSWORD,
    WITHOUT_PASSWORD
  }

  /**
   * What the file says about the local user of its name.
   *
   * @param gecos the comment in passwd(5)
   */
  public record LocalUser(
      Optional<String> gecos,
      Optional<String> shell,
      Optional<String> home,
      Optional<Integer> uid,
      Optional<Integer> gid) {}

  /** Whether it has not expired. */
  public boolean isGoodAt(Instant now) {
    return expires.filter(end -> !now.isBefore(end)).isEmpty();
  }

  /** The logins on backends that are its own: those that it is limited to, or else its name. */
  public boolean isLocalLogin(String login) {
    return limits.logins().isEmpty() ? name.equals(login) : limits.logins().contains(login);
  }

  /** When it, or this key of it, expires, whichever comes first; absent: never. */
  public Optional<Instant> end(AccountKey key) {
    return Stream.of(expires, key.expires()).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** Compares with every key, so that the time taken does not tell which one is near. */
  Optional<AccountKey> key(KeyFingerprints proved) {
    AccountKey found = null;
    for (AccountKey key : keys) {
      found = proved.are(key.fingerprint()) ? key : found;
    }
    return Optional.ofNullable(found);
  }

  Optional<String> objection(Instant now) {
    return expires.filter(_ -> !isGoodAt(now)).map(end -> "the account has expired at " + end);
  }
}
