package io.sallyport.bastion.identity;

import io.sallyport.bastion.store.BoundKey;
import io.sallyport.serviceaccounts.KeyFingerprints;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.LookUp;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Recognises service accounts, and people who have shown a portal token not long ago, by their
 * keys. Everything it needs is in memory, so it may run on I/O threads. That the client holds the
 * private key is proved by the SSH signature, which the caller checks.
 */
public final class KeyAuthenticator {

  private final LiveServiceAccounts accounts;
  private final BoundKeys boundKeys;
  private final InstantSource clock;

  public KeyAuthenticator(LiveServiceAccounts accounts, BoundKeys boundKeys, InstantSource clock) {
    this.accounts = accounts;
    this.boundKeys = boundKeys;
    this.clock = clock;
  }

  /**
   * The identity behind a key.
   *
   * @param keyBlob the whole public key as it stands on the wire (RFC 4253, section 6.6)
   * @param from the client's address
   */
  public Authentication recognise(String user, byte[] keyBlob, InetAddress from) {
    KeyFingerprints key = KeyFingerprints.of(keyBlob);
    return switch (accounts.current().find(user, key, from, clock.instant())) {
      case LookUp.Known known ->
          authenticated(
              Identity.serviceAccount(new Identity.Proof(known.account(), key, known.key(), from)));
      case LookUp.Lapsed(var reason) ->
          person(user, key).orElseGet(() -> new Authentication.Lapsed(reason));
      case LookUp.Unknown _ ->
          person(user, key)
              .orElseGet(() -> new Authentication.Rejected("the key is nobody's of this name"));
    };
  }

  /** The portal is asked before the first hop whether this is still so. */
  private Optional<Authentication> person(String user, KeyFingerprints key) {
    return boundKeys.find(user, key.sha256()).map(KeyAuthenticator::person);
  }

  private static Authentication person(BoundKey key) {
    return authenticated(Identity.person(key.person(), key.groups()));
  }

  private static Authentication authenticated(Identity identity) {
    return new Authentication.Authenticated(Presence.of(identity, Instant.EPOCH));
  }
}
