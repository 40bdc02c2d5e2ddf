package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.gate.FailedLogins;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.BreakGlassAuthenticator;
import io.sallyport.bastion.identity.CertificateAuthenticator;
import io.sallyport.bastion.identity.KeyAuthenticator;
import io.sallyport.bastion.identity.PortalTokenAuthenticator;

/** The authentication methods of the outer door. */
public final class Methods {

  private final ClientKeys keys;
  private final PortalTokenPrompt prompt;

  public Methods(
      PortalTokenAuthenticator people,
      KeyAuthenticator knownKeys,
      CertificateAuthenticator certificates,
      BreakGlassAuthenticator breakGlass,
      BoundKeys boundKeys,
      FailedLogins failedLogins,
      Audit audit) {
    Logins logins = new Logins(failedLogins, audit);
    this.keys = new ClientKeys(knownKeys, certificates, boundKeys, logins);
    this.prompt = new PortalTokenPrompt(people, breakGlass, boundKeys, logins);
  }

  ClientKeys keys() {
    return keys;
  }

  PortalTokenPrompt prompt() {
    return prompt;
  }
}
