package io.sallyport.lab.mina;

import io.sallyport.verifier.SshdConnection;
import io.sallyport.verifier.Verifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in a user certificate if the verifier answers with a line for it, and reads that line as
 * sshd does: the certificate's CA must be the key in the line, and the login one of its principals.
 * The SSH library itself has then checked the signatures; it checks the validity again.
 */
final class VerifiedCertificates implements PublickeyAuthenticator {
  /** The certificate that let the session in, as {@code type base64}. */
  static final AttributeKey<String> ACCEPTED = new AttributeKey<>();

  private static final AttributeKey<SshdConnection> CONNECTION = new AttributeKey<>();
  private static final AtomicLong TIMES = new AtomicLong(System.currentTimeMillis() * 1000);

  private static final Logger LOG = LoggerFactory.getLogger(VerifiedCertificates.class);

  private final Verifier verifier;

  VerifiedCertificates(Verifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public boolean authenticate(String login, PublicKey key, ServerSession session) {
    boolean accepted =
        key instanceof OpenSshCertificate certificate && accepts(login, certificate, session);
    LOG.info("{} for {}", accepted ? "accepted a certificate" : "refused a key", login);
    return accepted;
  }

  private boolean accepts(String login, OpenSshCertificate certificate, ServerSession session) {
    String entry = PublicKeyEntry.toString(certificate);
    List<String> words = List.of(entry.split(" ", 3));
    session.setAttribute(ACCEPTED, words.get(0) + " " + words.get(1));
    Optional<String> line =
        verifier.authorizedKeysLine(login, words.get(0), words.get(1), connection(session));
    return certificate.getType() == OpenSshCertificate.Type.USER
        && OpenSshCertificate.isValidNow(certificate)
        && certificate.getPrincipals().contains(login)
        && line.filter(answer -> allows(answer, login, certificate, session)).isPresent();
  }

  /** This process serves many connections, so each has a time of its own. */
  private static SshdConnection connection(ServerSession session) {
    return session.computeAttributeIfAbsent(
        CONNECTION,
        _ -> new SshdConnection(ProcessHandle.current().pid() + "/" + TIMES.getAndIncrement()));
  }

  private static boolean allows(
      String line, String login, OpenSshCertificate certificate, ServerSession session) {
    try {
      AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
      PublicKey ca = entry.resolvePublicKey(session, PublicKeyEntryResolver.FAILING);
      return entry.getLoginOptions().containsKey("cert-authority")
          && List.of(entry.getLoginOptions().getOrDefault("principals", "").split(",", -1))
              .contains(login)
          && KeyUtils.compareKeys(ca, certificate.getCaPubKey());
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("the verifier's answer cannot be read: {}", e.getMessage());
      return false;
    }
  }
}
