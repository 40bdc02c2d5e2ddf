package io.sallyport.bastion.hop;

import java.security.PublicKey;
import org.apache.sshd.client.auth.AbstractUserAuthFactory;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Public-key authentication that does not ask first whether the key would do (RFC 4252, section 7,
 * leaves that to the client). A hop has one key, made for it and ready to sign; the question would
 * cost a round trip, and sshd would ask its verifier twice.
 */
final class SignedAtOnce extends UserAuthPublicKey {

  static final UserAuthFactory FACTORY =
      new AbstractUserAuthFactory(NAME) {
        @Override
        public UserAuth createUserAuth(ClientSession session) {
          return new SignedAtOnce();
        }
      };

  /** The signature covers the session id, and so the host's key; no agent is in between. */
  private static final @Nullable PublicKey NOT_BOUND = null;

  private SignedAtOnce() {}

  @Override
  protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
    current = current == null ? resolveAttemptedPublicKeyIdentity(session, service) : null;
    if (current == null) {
      return false;
    }
    PublicKey key = current.getKeyIdentity().getPublic();
    String user = session.getUsername();
    String algorithm = KeyUtils.getKeyType(key);
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    request.putString(user);
    request.putString(service);
    request.putString(getName());
    request.putBoolean(true);
    request.putString(algorithm);
    request.putPublicKey(key);
    var _ = appendSignature(session, service, getName(), user, algorithm, key, NOT_BOUND, request);
    session.writePacket(request);
    return true;
  }
}
