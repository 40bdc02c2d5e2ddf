package io.sallyport.serviceaccounts;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All service accounts, looked up by name and key. Immutable. */
public final class ServiceAccounts {
  private static final ServiceAccounts NONE = new ServiceAccounts(List.of());

  private final Map<String, ServiceAccount> accounts;

  ServiceAccounts(List<ServiceAccount> accounts) {
    this.accounts = accounts.stream().collect(toUnmodifiableMap(ServiceAccount::name, identity()));
  }

  /** No service accounts: every look-up is empty. */
  public static ServiceAccounts none() {
    return NONE;
  }

  /** All of them. */
  public Set<ServiceAccount> all() {
    return Set.copyOf(accounts.values());
  }

  /** The account of that name, whatever its keys. Proves nothing about who is asking. */
  public Optional<ServiceAccount> named(String name) {
    return Optional.ofNullable(accounts.get(name));
  }

  /**
   * The account of that name, if the key is one of its own.
   *
   * @param keyBlob the whole public key in SSH wire format (RFC 4253, section 6.6)
   */
  public Optional<ServiceAccount> account(String name, byte[] keyBlob) {
    return accountWithFingerprint(name, KeyFingerprint.of(keyBlob));
  }

  /**
   * The account of that name, if the fingerprint is that of one of its keys.
   *
   * @param fingerprint {@code SHA256:} and unpadded base64
   */
  public Optional<ServiceAccount> accountWithFingerprint(String name, String fingerprint) {
    return named(name).filter(account -> hasKey(account, fingerprint));
  }

  /** Compares with every key, so that the time taken does not tell which one is near. */
  private static boolean hasKey(ServiceAccount account, String fingerprint) {
    boolean found = false;
    for (String known : account.keyFingerprints()) {
      found |= KeyFingerprint.same(known, fingerprint);
    }
    return found;
  }
}
