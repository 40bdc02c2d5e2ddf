package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Authentication;
import io.sallyport.bastion.identity.ServiceAccountAuthenticator;
import java.security.PublicKey;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * Public-key authentication of service accounts. A query ("would you take this key?") identifies
 * nobody: only the request whose signature was just checked does, and by that request's own key.
 */
final class ServiceAccountKeys implements PublickeyAuthenticator {

  private static final AttributeKey<Authentication> CANDIDATE = new AttributeKey<>();

  private final ServiceAccountAuthenticator authenticator;
  private final Logins logins;

  ServiceAccountKeys(ServiceAccountAuthenticator authenticator, Logins logins) {
    this.authenticator = authenticator;
    this.logins = logins;
  }

  /** Whether the key is an account's; called for the query and again for the signed request. */
  @Override
  public boolean authenticate(String user, PublicKey key, ServerSession session) {
    if (key instanceof OpenSshCertificate) {
      return false;
    }
    Authentication candidate = authenticator.recognise(OuterUser.of(user).name(), blob(key));
    session.setAttribute(CANDIDATE, candidate);
    return candidate instanceof Authentication.Authenticated;
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
    public Boolean doAuth(Buffer request, boolean init) throws Exception {
      ServerSession session = getServerSession();
      session.removeAttribute(CANDIDATE);
      Boolean signed = super.doAuth(request, init);
      Authentication candidate = session.removeAttribute(CANDIDATE);
      if (Boolean.TRUE.equals(signed) && candidate != null) {
        return logins.conclude(ClientConnection.of(session), getUsername(), "publickey", candidate);
      }
      return Boolean.TRUE.equals(signed) ? Boolean.FALSE : signed;
    }
  }
}
