package io.sallyport.bastion.testing;

import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.portal.BastionCertificateRequest;
import io.sallyport.token.SshEd25519Key;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A portal's SSH authority, which signs as that of LemonLDAP::NG does: for the user's own name, for
 * two minutes, with all that is permitted by default.
 */
public final class PortalCa {

  /** Beyond 2^63. */
  public static final String SERIAL = "17953652687920458351";

  private final KeyPair ca = pair();

  private static KeyPair pair() {
    KeyPair fresh = Ed25519.fresh();
    return new KeyPair(minaKey(fresh.getPublic()), fresh.getPrivate());
  }

  public PublicKey publicKey() {
    return ca.getPublic();
  }

  /** The line of the certificate that is asked for, good since a minute before {@code now}. */
  public String certify(BastionCertificateRequest request, Instant now) {
    return certify(OpenSshCertificateBuilder.userCertificate(), request, now, _ -> {});
  }

  /** The same with something changed. */
  public String certify(
      OpenSshCertificateBuilder kind,
      BastionCertificateRequest request,
      Instant now,
      Consumer<OpenSshCertificateBuilder> changes) {
    OpenSshCertificateBuilder certificate =
        kind.publicKey(minaKey(SshEd25519Key.parse(request.publicKey())))
            .id("bastion=b;user=" + request.user() + ";target=" + request.targetHost())
            .serial(Long.parseUnsignedLong(SERIAL))
            .principals(List.of(request.user()))
            .validAfter(now.minusSeconds(60))
            .validBefore(now.plusSeconds(120));
    for (String permit :
        List.of("X11-forwarding", "agent-forwarding", "port-forwarding", "pty", "user-rc")) {
      certificate.extension("permit-" + permit, "");
    }
    changes.accept(certificate);
    try {
      return PublicKeyEntry.toString(certificate.sign(ca)) + " ephemeral";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static PublicKey minaKey(PublicKey key) {
    return minaKey(SshEd25519Key.of(key));
  }

  private static PublicKey minaKey(SshEd25519Key key) {
    try {
      return new ByteArrayBuffer(key.blob()).getRawPublicKey();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
