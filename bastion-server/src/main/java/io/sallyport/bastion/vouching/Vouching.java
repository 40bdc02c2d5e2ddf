package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Link;
import io.sallyport.bastion.policy.Warrant;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.KeyThumbprint;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has the portal vouch for a hop: a key pair made for this hop, a bastion token that is bound to
 * it, and a hop certificate that carries both to the backend; and the same again for each link on
 * the way.
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

  /**
   * Asks for a token and issues a certificate for every link on the way and for the target; takes
   * as long as the portal does.
   */
  public Vouched vouch(Grant grant, SessionId session) {
    List<HopCredential> credentials = new ArrayList<>();
    for (Warrant warrant : grant.inOrder()) {
      switch (credential(warrant, session)) {
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

  private static String about(Warrant warrant) {
    return switch (warrant) {
      case Grant _ -> "";
      case Link link -> link + ": ";
    };
  }

  private PortalAnswer<HopCredential> credential(Warrant warrant, SessionId session) {
    KeyPair hopKey = Ed25519.fresh();
    BastionTokenRequest request = request(warrant, session, hopKey.getPublic());
    return switch (portal.bastionToken(request)) {
      case PortalAnswer.Given<String>(var compact) -> certify(warrant, request, hopKey, compact);
      case PortalAnswer.Refused<String>(var reason) -> new PortalAnswer.Refused<>(reason);
      case PortalAnswer.Unavailable<String>(var reason, boolean down) ->
          new PortalAnswer.Unavailable<>(reason, down);
    };
  }

  private static BastionTokenRequest request(Warrant warrant, SessionId session, PublicKey hopKey) {
    return new BastionTokenRequest(
        warrant.identity().name(),
        warrant.target().name(),
        warrant.target().group(),
        warrant.login(),
        session.text(),
        KeyThumbprint.of(hopKey),
        warrant.identity().keyFingerprint());
  }

  private PortalAnswer<HopCredential> certify(
      Warrant warrant, BastionTokenRequest request, KeyPair hopKey, String compact) {
    BastionToken token;
    try {
      token = BastionToken.parseUnverified(compact);
    } catch (IllegalArgumentException e) {
      return new PortalAnswer.Unavailable<>(
          "the portal's bastion token cannot be read: " + e.getMessage(), false);
    }
    if (!answers(token, request)) {
      return new PortalAnswer.Unavailable<>(
          "the portal's bastion token is about another hop", false);
    }
    KeyPair certified =
        new KeyPair(certificate(warrant, hopKey.getPublic(), token, compact), hopKey.getPrivate());
    return new PortalAnswer.Given<>(new HopCredential(warrant, certified, token.id()));
  }

  private PublicKey certificate(
      Warrant warrant, PublicKey hopKey, BastionToken token, String compact) {
    return HopCertificate.issue(
        new HopCertificate.Request(
            hopKey,
            hopCa,
            token,
            compact,
            warrant.login(),
            SKEW,
            Permits.of(warrant),
            Permits.forcedCommand(warrant)));
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
