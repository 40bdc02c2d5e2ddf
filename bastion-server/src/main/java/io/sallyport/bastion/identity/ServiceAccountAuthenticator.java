package io.sallyport.bastion.identity;

import io.sallyport.serviceaccounts.ServiceAccounts;

/**
 * Recognises service accounts by their keys. Everything it needs is in memory, so it may run on I/O
 * threads. That the client holds the private key is proved by the SSH signature, which the caller
 * checks.
 */
public final class ServiceAccountAuthenticator {

  private final ServiceAccounts accounts;

  public ServiceAccountAuthenticator(ServiceAccounts accounts) {
    this.accounts = accounts;
  }

  /**
   * The identity behind a key.
   *
   * @param keyBlob the whole public key as it stands on the wire (RFC 4253, section 6.6)
   */
  public Authentication recognise(String user, byte[] keyBlob) {
    return accounts
        .account(user, keyBlob)
        .<Authentication>map(account ->
            new Authentication.Authenticated(
                Identity.serviceAccount(account.name(), KeyFingerprint.of(keyBlob))))
        .orElseGet(() -> new Authentication.Rejected("no service account has this name and key"));
  }
}
