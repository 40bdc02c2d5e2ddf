package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Warrant;
import io.sallyport.bastion.portal.BastionCertificateRequest;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.portal.Voucher;
import io.sallyport.token.SshEd25519Key;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Vouching for backends whose sshd believes the portal's own authority, as those of open-bastion
 * do: a key pair made for this hop, in a certificate that the portal signs.
 */
final class CertificateVouching {

  private final Portal portal;
  private final InstantSource clock;

  CertificateVouching(Portal portal, InstantSource clock) {
    this.portal = portal;
    this.clock = clock;
  }

  /** Asks for a certificate and checks it. */
  PortalAnswer<HopCredential> credential(Warrant warrant, Optional<Voucher> voucher) {
    return voucher
        .map(present -> credential(warrant, present))
        .orElseGet(() ->
            new PortalAnswer.Refused<>(
                "the portal has given this bastion no voucher for "
                    + warrant.identity().name()
                    + ", and certifies no key without one"));
  }

  private PortalAnswer<HopCredential> credential(Warrant warrant, Voucher voucher) {
    KeyPair hopKey = Ed25519.fresh();
    SshEd25519Key line = SshEd25519Key.of(hopKey.getPublic());
    var request =
        new BastionCertificateRequest(
            warrant.identity().name(),
            warrant.target().name(),
            warrant.target().group(),
            line.toString(),
            voucher);
    return portal.bastionCertificate(request).then(answer -> checked(warrant, hopKey, answer));
  }

  private PortalAnswer<HopCredential> checked(Warrant warrant, KeyPair hopKey, String answer) {
    PortalCertificate certificate;
    try {
      certificate = PortalCertificate.parse(answer);
      certificate.check(hopKey.getPublic(), clock.instant());
    } catch (IllegalArgumentException e) {
      return new PortalAnswer.Unavailable<>("the portal's certificate " + e.getMessage(), false);
    }
    if (!certificate.lets(warrant.login())) {
      return new PortalAnswer.Refused<>(
          "the portal's certificate is not for the login "
              + warrant.login()
              + "; LemonLDAP::NG signs for the user's own name only");
    }
    KeyPair certified = new KeyPair(certificate.toShow(), hopKey.getPrivate());
    return new PortalAnswer.Given<>(
        new HopCredential(warrant, certified, VouchedBy.certificate(certificate.serial())));
  }
}
