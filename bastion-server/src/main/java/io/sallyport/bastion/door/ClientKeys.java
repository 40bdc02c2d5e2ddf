package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Authentication;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.KeyAuthenticator;
import io.sallyport.bastion.identity.KeyFingerprint;
import java.io.IOException;
import java.security.PublicKey;
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
  private static final String MORE = "publickey,keyboard-interactive,password";

  /** A key that is offered, and who it says is there. */
  private record Candidate(String fingerprint, Authentication recognised) {}

  private final KeyAuthenticator authenticator;
  private final BoundKeys boundKeys;
  private final Logins logins;

  ClientKeys(KeyAuthenticator authenticator, BoundKeys boundKeys, Logins logins) {
    this.authenticator = authenticator;
    this.boundKeys = boundKeys;
    this.logins = logins;
  }

  /** Whether a signature by this key is of use; called for the query and for the signed request. */
  @Override
  public boolean authenticate(String user, PublicKey key, ServerSession session) {
    if (key instanceof OpenSshCertificate) {
      return false;
    }
    byte[] blob = blob(key);
    Authentication recognised = authenticator.recognise(OuterUser.of(user).name(), blob);
    session.setAttribute(CANDIDATE, new Candidate(KeyFingerprint.of(blob), recognised));
    return recognised instanceof Authentication.Authenticated
        || (boundKeys.binds(key) && ClientConnection.of(session).provedKey().isEmpty());
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
      Boolean signed = super.doAuth(request, init);
      Candidate candidate = session.removeAttribute(CANDIDATE);
      if (!Boolean.TRUE.equals(signed) || candidate == null) {
        return Boolean.TRUE.equals(signed) ? Boolean.FALSE : signed;
      }
      ClientConnection connection = ClientConnection.of(session);
      return candidate.recognised() instanceof Authentication.Authenticated known
          ? Boolean.valueOf(logins.conclude(connection, getUsername(), "publickey", known))
          : half(connection, candidate.fingerprint());
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
