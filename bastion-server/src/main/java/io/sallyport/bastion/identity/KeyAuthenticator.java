package io.sallyport.bastion.identity;

import io.sallyport.bastion.store.BoundKey;
import io.sallyport.serviceaccounts.ServiceAccounts;
import java.time.Instant;
import java.util.Optional;

/**
 * Recognises service accounts, and people who have shown a portal token not long ago, by their
 * keys. Everything it needs is in memory, so it may run on I/O threads. That the client holds the
 * private key is proved by the SSH signature, which the caller checks.
 */
public final class KeyAuthenticator {

  private final ServiceAccounts accounts;
  private final BoundKeys boundKeys;

  public KeyAuthenticator(ServiceAccounts accounts, BoundKeys boundKeys) {
    this.accounts = accounts;
    this.boundKeys = boundKeys;
  }

  /**
   * The identity behind a key.
   *
   * @param keyBlob the whole public key as it stands on the wire (RFC 4253, section 6.6)
   */
  public Authentication recognise(String user, byte[] keyBlob) {
    String fingerprint = KeyFingerprint.of(keyBlob);
    Optional<Presence> account =
        accounts
            .account(user, keyBlob)
            .map(it -> present(Identity.serviceAccount(it.name(), fingerprint)));
    return account
        .or(() -> boundKeys.find(user, fingerprint).map(KeyAuthenticator::person))
        .<Authentication>map(Authentication.Authenticated::new)
        .orElseGet(() -> new Authentication.Rejected("the key is nobody's of this name"));
  }

  /** The portal is asked before the first hop whether this is still so. */
  private static Presence person(BoundKey key) {
    return present(Identity.person(key.person(), key.groups()));
  }

  private static Presence present(Identity identity) {
    return Presence.of(identity, Instant.EPOCH);
  }
}
