package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.gate.FailedLogins;
import io.sallyport.bastion.identity.PortalTokenAuthenticator;
import io.sallyport.bastion.identity.ServiceAccountAuthenticator;

/** The authentication methods of the outer door. */
public final class Methods {

  private final ServiceAccountKeys keys;
  private final PortalTokenPrompt prompt;

  public Methods(
      PortalTokenAuthenticator people,
      ServiceAccountAuthenticator serviceAccounts,
      FailedLogins failedLogins,
      Audit audit) {
    Logins logins = new Logins(failedLogins, audit);
    this.keys = new ServiceAccountKeys(serviceAccounts, logins);
    this.prompt = new PortalTokenPrompt(people, logins);
  }

  ServiceAccountKeys keys() {
    return keys;
  }

  PortalTokenPrompt prompt() {
    return prompt;
  }
}
