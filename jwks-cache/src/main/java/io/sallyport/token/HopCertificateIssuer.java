package io.sallyport.token;

import io.sallyport.token.HopCertificate.Offline;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** The writing side of {@link HopCertificate}. The only code here that needs MINA. */
final class HopCertificateIssuer {
  private HopCertificateIssuer() {}

  static OpenSshCertificate issue(HopCertificate.Request request) {
    try {
      PublicKey caKey = minaKey(request.ca().getPublic());
      return unsigned(request).sign(new KeyPair(caKey, request.ca().getPrivate()));
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "The hop certificate cannot be made: " + e.getMessage(), e);
    }
  }

  private static OpenSshCertificateBuilder unsigned(HopCertificate.Request request)
      throws SshException {
    BastionToken facts = request.facts();
    OpenSshCertificateBuilder certificate =
        OpenSshCertificateBuilder.userCertificate()
            .publicKey(minaKey(request.hopKey()))
            .id(keyId(facts))
            .principals(List.of(request.login()))
            // sshd allows no skew of its own.
            .validAfter(
                request
                    .offline()
                    .map(Offline::from)
                    .orElse(facts.notBefore())
                    .minus(request.skew()))
            .validBefore(
                request
                    .offline()
                    .map(Offline::until)
                    .orElse(facts.expiresAt())
                    .plus(request.skew()));
    token(request).forEach(certificate::extension);
    add(request.rights(), certificate);
    return certificate;
  }

  private static void add(HopRights rights, OpenSshCertificateBuilder certificate) {
    rights.permits().forEach(permit -> certificate.extension(permit, ""));
    if (!rights.permitOpen().isEmpty()) {
      String all = String.join(" ", rights.permitOpen());
      certificate.extension(HopCertificate.PERMIT_OPEN_EXTENSION, all);
    }
    rights
        .forcedCommand()
        .ifPresent(command -> certificate.criticalOption(HopCertificate.FORCE_COMMAND, command));
  }

  private static Map<String, String> token(HopCertificate.Request request) {
    return request
        .offline()
        .map(offline ->
            Map.of(
                HopCertificate.OFFLINE_TOKEN_EXTENSION,
                request.compactToken(),
                HopCertificate.SESSION_EXTENSION,
                offline.session()))
        .orElseGet(() -> Map.of(HopCertificate.TOKEN_EXTENSION, request.compactToken()));
  }

  /** An Ed25519 key of any provider, in the class that MINA's serializer knows. */
  private static PublicKey minaKey(PublicKey key) throws SshException {
    return new ByteArrayBuffer(SshEd25519Key.of(key).blob()).getRawPublicKey();
  }

  private static String keyId(BastionToken facts) {
    return "bastion=%s;user=%s;target=%s;jti=%s"
        .formatted(
            safe(facts.bastionId()),
            safe(facts.subject()),
            safe(facts.targetHost()),
            safe(facts.id()));
  }

  /** The text with everything replaced that could be read as a separator in a log line. */
  private static String safe(String text) {
    return text.replaceAll("[^A-Za-z0-9._:@-]", "_");
  }
}
