package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Authentication;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.CertificateAuthenticator;
import io.sallyport.bastion.identity.KeyAuthenticator;
import io.sallyport.bastion.identity.KeyFingerprint;
import java.io.IOException;
import java.net.InetAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Public-key authentication: of service accounts, and of people whose key is bound. The first other
 * key that a client proves is half of a login, whoever it claims to be; a portal token is the other
 * half, and binds the key.
 *
 * <p>A query ("would you take this key?") identifies nobody: only the request whose signature was
 * just checked does, and by that request's own key.
 */
final class ClientKeys implements PublickeyAuthenticator {

  private static final AttributeKey<Candidate> CANDIDATE = new AttributeKey<>();
  private static final Logger log = LoggerFactory.getLogger(ClientKeys.class);
  private static final String MORE = "publickey,keyboard-interactive,password";

  /** A key that is offered, and who it says is there. */
  private record Candidate(String fingerprint, Authentication recognised) {}

  private final KeyAuthenticator authenticator;
  private final CertificateAuthenticator certificates;
  private final BoundKeys boundKeys;
  private final Logins logins;

  ClientKeys(
      KeyAuthenticator authenticator,
      CertificateAuthenticator certificates,
      BoundKeys boundKeys,
      Logins logins) {
    this.authenticator = authenticator;
    this.certificates = certificates;
    this.boundKeys = boundKeys;
    this.logins = logins;
  }

  /** Whether a signature by this key is of use; called for the query and for the signed request. */
  @Override
  public boolean authenticate(String user, PublicKey key, ServerSession session) {
    byte[] blob = blob(key);
    Authentication recognised =
        recognise(OuterUser.of(user).name(), key, blob, ClientConnection.of(session).address());
    session.setAttribute(CANDIDATE, new Candidate(KeyFingerprint.of(blob), recognised));
    return recognised instanceof Authentication.Authenticated
        || (boundKeys.binds(key) && ClientConnection.of(session).provedKey().isEmpty());
  }

  private Authentication recognise(String user, PublicKey key, byte[] blob, InetAddress from) {
    return key instanceof OpenSshCertificate
        ? certificates.recognise(user, blob)
        : authenticator.recognise(user, blob, from);
  }

  private static byte[] blob(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    return buffer.getCompactData();
  }

  UserAuthPublicKeyFactory method() {
    return new UserAuthPublicKeyFactory() {
      @Override
      public UserAuthPublicKey createUserAuth(ServerSession session) {
        return new SignedRequest();
      }
    };
  }

  private final class SignedRequest extends UserAuthPublicKey {

    /** True only when MINA has verified the signature with the key of this very request. */
    @Override
    public @Nullable Boolean doAuth(Buffer request, boolean init) throws Exception {
      ServerSession session = getServerSession();
      session.removeAttribute(CANDIDATE);
      Optional<Authentication.Rejected> unfit = unfitCertificate(request);
      if (unfit.isPresent()) {
        return refuse(request, unfit.get());
      }
      Boolean signed = super.doAuth(request, init);
      Candidate candidate = session.removeAttribute(CANDIDATE);
      if (signed != null && candidate != null) {
        noteLapsed(candidate);
      }
      if (!Boolean.TRUE.equals(signed) || candidate == null) {
        return Boolean.TRUE.equals(signed) ? Boolean.FALSE : signed;
      }
      ClientConnection connection = ClientConnection.of(session);
      return candidate.recognised() instanceof Authentication.Authenticated known
          ? Boolean.valueOf(logins.conclude(connection, getUsername(), "publickey", known))
          : half(connection, candidate.fingerprint());
    }

    /** What follows is what follows for a key that nobody knows, but it is known why. */
    private void noteLapsed(Candidate candidate) {
      if (candidate.recognised() instanceof Authentication.Lapsed lapsed) {
        ClientConnection connection = ClientConnection.of(getServerSession());
        var _ = logins.conclude(connection, getUsername(), "publickey", lapsed);
      }
    }

    /**
     * MINA would not look at a key again that was half of a login, nor at its certificate, which
     * OpenSSH offers after the key. Whether a half is of use is {@link #authenticate}'s question.
     */
    @Override
    protected boolean alreadyAuthenticated(PublicKey key, @Nullable List<PublicKey> before) {
      return false;
    }

    /**
     * A certificate that is no good whoever signed it. MINA would first check the signature of an
     * authority that it has never heard of, with a key as large as the client likes.
     */
    private Optional<Authentication.Rejected> unfitCertificate(Buffer request) {
      Buffer copy = new ByteArrayBuffer(request.array(), request.rpos(), request.available(), true);
      copy.getBoolean();
      if (!copy.getString().contains("-cert-")) {
        return Optional.empty();
      }
      String user = OuterUser.of(getUsername()).name();
      return certificates.recognise(user, copy.getBytes())
              instanceof Authentication.Rejected rejected
          ? Optional.of(rejected)
          : Optional.empty();
    }

    /** A certificate that was only offered is no attempt yet; but why it is no good is told. */
    private boolean refuse(Buffer request, Authentication.Rejected unfit) {
      ClientConnection connection = ClientConnection.of(getServerSession());
      if (request.getBoolean()) {
        return logins.conclude(connection, getUsername(), "publickey", unfit);
      }
      ClientKeys.log.info("{} {}", connection.id(), unfit.reason());
      return false;
    }

    /** MINA knows no methods that suffice now and then; null: it has nothing to answer any more. */
    private @Nullable Boolean half(ClientConnection connection, String fingerprint)
        throws IOException {
      connection.proved(fingerprint);
      ServerSession session = getServerSession();
      Buffer answer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE);
      answer.putString(MORE);
      answer.putBoolean(true); // partial success
      var _ = session.writePacket(answer);
      return null;
    }
  }
}
