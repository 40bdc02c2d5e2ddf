package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.KeyThumbprint;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Has the portal vouch for a hop: a key pair made for this hop, a bastion token that is bound to
 * it, and a hop certificate that carries both to the backend.
 */
public final class Vouching {

  /** How far the clocks of bastion and backend may differ. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Portal portal;
  private final KeyPair hopCa;

  public Vouching(Portal portal, KeyPair hopCa) {
    this.portal = portal;
    this.hopCa = hopCa;
  }

  /** Asks for the token and issues the certificate; takes as long as the portal does. */
  public Vouched vouch(Grant grant, SessionId session) {
    KeyPair hopKey = Ed25519.fresh();
    BastionTokenRequest request = request(grant, session, hopKey.getPublic());
    return switch (portal.bastionToken(request)) {
      case PortalAnswer.Given<String>(var compact) -> certify(grant, request, hopKey, compact);
      case PortalAnswer.Refused<String>(var reason) -> new Vouched.Refused(reason);
      case PortalAnswer.Unavailable<String>(var reason, _) -> new Vouched.Unavailable(reason);
    };
  }

  private static BastionTokenRequest request(Grant grant, SessionId session, PublicKey hopKey) {
    return new BastionTokenRequest(
        grant.identity().name(),
        grant.target().name(),
        grant.target().group(),
        grant.login(),
        session.text(),
        KeyThumbprint.of(hopKey),
        grant.identity().keyFingerprint());
  }

  private Vouched certify(
      Grant grant, BastionTokenRequest request, KeyPair hopKey, String compact) {
    BastionToken token;
    try {
      token = BastionToken.parseUnverified(compact);
    } catch (IllegalArgumentException e) {
      return new Vouched.Unavailable(
          "the portal's bastion token cannot be read: " + e.getMessage());
    }
    if (!answers(token, request)) {
      return new Vouched.Unavailable("the portal's bastion token is about another hop");
    }
    PublicKey certificate =
        HopCertificate.issue(
            new HopCertificate.Request(
                hopKey.getPublic(), hopCa, token, compact, grant.login(), SKEW, Permits.of(grant)));
    return new Vouched.For(
        new HopCredential(new KeyPair(certificate, hopKey.getPrivate()), token.id()));
  }

  /** A portal that does not know our claims leaves them out; it must not say something else. */
  private static boolean answers(BastionToken token, BastionTokenRequest request) {
    return token.subject().equals(request.user())
        && token.targetHost().equals(request.targetHost())
        && agrees(token.targetLogin(), request.targetLogin())
        && agrees(token.confirmation(), request.thumbprint())
        && agrees(token.sessionId(), request.sid());
  }

  private static boolean agrees(Optional<String> claim, String asked) {
    return claim.isEmpty() || claim.get().equals(asked);
  }
}
