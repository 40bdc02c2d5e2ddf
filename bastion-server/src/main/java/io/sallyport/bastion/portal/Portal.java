package io.sallyport.bastion.portal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The SSO portal, as the bastion needs it. Every call may take as long as the configured timeout.
 */
public interface Portal {

  /** A person, as the portal knows them. */
  record Person(String user, List<String> groups) {}

  /**
   * Somebody may go on.
   *
   * @param voucher by which the portal will certify keys for them; not every portal gives one
   * @param offlineLimit for how long this may be believed when the portal is down, if it says that
   */
  record Authorization(Person person, Optional<Voucher> voucher, Optional<Duration> offlineLimit) {}

  /** Redeems a portal token; whoever it belonged to is the answer. */
  PortalAnswer<Person> verify(String portalToken);

  /** Asks whether a user may go to a host by ssh. */
  PortalAnswer<Authorization> authorize(String user, String host);

  /** Asks who somebody is now; a no means that there is nobody of this name. */
  PortalAnswer<Person> userinfo(String user);

  /** Asks for the bastion token of one hop; the answer is the signed JWT in its compact form. */
  PortalAnswer<String> bastionToken(BastionTokenRequest request);

  /**
   * Asks for a certificate for the key of one hop; the answer is the line of a {@code .pub} file.
   */
  PortalAnswer<String> bastionCertificate(BastionCertificateRequest request);
}
