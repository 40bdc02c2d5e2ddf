package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Warrant;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.vouching.TokenSource.Signed;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.KeyThumbprint;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Vouching for backends with a verifier: a key pair made for this hop, a bastion token that is
 * bound to it, and a hop certificate that carries both to the backend.
 */
final class TokenVouching {

  /** How far the clocks of bastion and backend may differ. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  /** For how long a certificate with an earlier token is valid, whose own times are over. */
  private static final Duration OFFLINE_LIFE = Duration.ofMinutes(5);

  private final TokenSource source;
  private final KeyPair hopCa;
  private final InstantSource clock;

  TokenVouching(TokenSource source, KeyPair hopCa, InstantSource clock) {
    this.source = source;
    this.hopCa = hopCa;
    this.clock = clock;
  }

  /** Asks for a token and issues the certificate. */
  PortalAnswer<HopCredential> credential(Warrant warrant, SessionId session) {
    KeyPair hopKey = Ed25519.fresh();
    BastionTokenRequest request = request(warrant, session, hopKey.getPublic());
    return source
        .token(warrant.identity(), request)
        .then(
            signed -> new PortalAnswer.Given<>(certified(warrant, hopKey, signed, request.sid())));
  }

  private static BastionTokenRequest request(Warrant warrant, SessionId session, PublicKey hopKey) {
    return new BastionTokenRequest(
        warrant.identity().name(),
        warrant.target().name(),
        warrant.target().group(),
        warrant.vouchedLogin(),
        session.text(),
        KeyThumbprint.of(hopKey),
        warrant.identity().keyFingerprint());
  }

  private HopCredential certified(Warrant warrant, KeyPair hopKey, Signed signed, String session) {
    PublicKey certificate = certificate(warrant, hopKey.getPublic(), signed, session);
    String jti = signed.token().id();
    return new HopCredential(
        warrant,
        new KeyPair(certificate, hopKey.getPrivate()),
        signed.earlier() ? VouchedBy.token(jti).whileOffline() : VouchedBy.token(jti));
  }

  private PublicKey certificate(Warrant warrant, PublicKey hopKey, Signed signed, String session) {
    return HopCertificate.issue(
        new HopCertificate.Request(
            hopKey,
            hopCa,
            signed.token(),
            signed.compact(),
            warrant.login(),
            SKEW,
            Permits.of(warrant),
            signed.earlier() ? Optional.of(offline(session)) : Optional.empty()));
  }

  private HopCertificate.Offline offline(String session) {
    Instant now = clock.instant();
    return new HopCertificate.Offline(session, now, now.plus(OFFLINE_LIFE));
  }
}
