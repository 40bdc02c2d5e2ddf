package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.offline.Outage;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Introduction;
import io.sallyport.bastion.policy.Link;
import io.sallyport.bastion.policy.Warrant;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.portal.Voucher;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the portal vouch for a hop, in the way that its backend understands; and the same again for
 * each link on the way, each in its own.
 */
public final class Vouching {

  private final TokenVouching byToken;
  private final CertificateVouching byCertificate;

  /**
   * For hops of one bastion.
   *
   * @param ownTokens who signs the bastion tokens of service accounts, if not the portal
   * @param outage what counts while the portal is down
   * @param hopCa the authority of the certificates that carry bastion tokens
   */
  public Vouching(
      Portal portal,
      Optional<ServiceAccountTokens> ownTokens,
      Outage outage,
      KeyPair hopCa,
      InstantSource clock) {
    this.byToken = new TokenVouching(new TokenSource(portal, ownTokens, outage), hopCa, clock);
    this.byCertificate = new CertificateVouching(portal, clock);
  }

  /**
   * Asks about every link on the way and about the target; takes as long as the portal does.
   *
   * @param voucher what the portal gave for this user
   */
  public Vouched vouch(Grant grant, Optional<Voucher> voucher, SessionId session) {
    return vouch(grant.inOrder(), voucher, session);
  }

  /** The same for the announcement of a person. */
  public Vouched vouch(Introduction introduction, Optional<Voucher> voucher, SessionId session) {
    return vouch(introduction.inOrder(), voucher, session);
  }

  private Vouched vouch(List<Warrant> warrants, Optional<Voucher> voucher, SessionId session) {
    List<HopCredential> credentials = new ArrayList<>();
    for (Warrant warrant : warrants) {
      switch (credential(warrant, voucher, session)) {
        case PortalAnswer.Given<HopCredential>(var credential) -> credentials.add(credential);
        case PortalAnswer.Refused<HopCredential>(var reason) -> {
          return new Vouched.Refused(about(warrant) + reason);
        }
        case PortalAnswer.Unavailable<HopCredential>(var reason, _) -> {
          return new Vouched.Unavailable(about(warrant) + reason);
        }
      }
    }
    return new Vouched.For(new Credentials(credentials));
  }

  private PortalAnswer<HopCredential> credential(
      Warrant warrant, Optional<Voucher> voucher, SessionId session) {
    return switch (warrant.target().vouching()) {
      case TOKEN -> byToken.credential(warrant, session);
      case PORTAL_CERTIFICATE -> byCertificate.credential(warrant, voucher);
    };
  }

  private static String about(Warrant warrant) {
    return switch (warrant) {
      case Grant _ -> "";
      case Link link -> link + ": ";
      case Introduction introduction -> introduction.login() + ": ";
    };
  }
}
