package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.keys.Ed25519;
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
import java.util.Optional;

/**
 * Vouching for backends with a verifier: a key pair made for this hop, a bastion token that is
 * bound to it, and a hop certificate that carries both to the backend.
 */
final class TokenVouching {

  /** How far the clocks of bastion and backend may differ. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final Portal portal;
  private final Optional<ServiceAccountTokens> ownTokens;
  private final KeyPair hopCa;

  /**
   * By the portal's tokens.
   *
   * @param ownTokens for service accounts, if the portal knows only people
   */
  TokenVouching(Portal portal, Optional<ServiceAccountTokens> ownTokens, KeyPair hopCa) {
    this.portal = portal;
    this.ownTokens = ownTokens;
    this.hopCa = hopCa;
  }

  /** Asks for a token and issues the certificate. */
  PortalAnswer<HopCredential> credential(Warrant warrant, SessionId session) {
    KeyPair hopKey = Ed25519.fresh();
    BastionTokenRequest request = request(warrant, session, hopKey.getPublic());
    return token(warrant.identity(), request)
        .then(compact -> certify(warrant, request, hopKey, compact));
  }

  private PortalAnswer<String> token(Identity identity, BastionTokenRequest request) {
    return switch (identity.kind()) {
      case PERSON -> portal.bastionToken(request);
      case SERVICE_ACCOUNT ->
          ownTokens
              .<PortalAnswer<String>>map(
                  own -> new PortalAnswer.Given<>(own.sign(identity, request)))
              .orElseGet(() -> portal.bastionToken(request));
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
    return new PortalAnswer.Given<>(
        new HopCredential(warrant, certified, VouchedBy.token(token.id())));
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
