package io.sallyport.bastion.testing;

import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.auth.AbstractUserAuth;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * An authentication method whose packets the test writes itself: one to begin with, and one in
 * answer to the server's, as clients never do.
 */
public final class ScriptedAuth implements UserAuthFactory {

  /** Writes a packet. */
  @FunctionalInterface
  public interface Step {
    void send(ClientSession session) throws Exception;
  }

  private final String method;
  private final Step begin;
  private final Step next;
  private final CompletableFuture<Integer> answer = new CompletableFuture<>();

  public ScriptedAuth(String method, Step begin, Step next) {
    this.method = method;
    this.begin = begin;
    this.next = next;
  }

  /** Asks whether the server would take this key. */
  public static Step query(KeyPair key) {
    return session -> session.writePacket(request(session, key, false));
  }

  /** Asks to be let in by this key, with a signature of the other one. */
  public static Step signed(KeyPair key, KeyPair signer) {
    return session -> {
      Buffer request = request(session, key, true);
      Buffer signed = new ByteArrayBuffer();
      signed.putBytes(session.getSessionId());
      signed.putRawBytes(request.array(), request.rpos(), request.available());
      Signature signature = BuiltinSignatures.ed25519.create();
      signature.initSigner(session, signer.getPrivate());
      signature.update(session, signed.array(), signed.rpos(), signed.available());
      Buffer blob = new ByteArrayBuffer();
      blob.putString("ssh-ed25519");
      blob.putBytes(signature.sign(session));
      request.putBytes(blob.getCompactData());
      session.writePacket(request);
    };
  }

  private static Buffer request(ClientSession session, KeyPair key, boolean signature) {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    request.putString(session.getUsername());
    request.putString("ssh-connection");
    request.putString("publickey");
    request.putBoolean(signature);
    request.putString(
        key.getPublic() instanceof OpenSshCertificate certificate
            ? certificate.getKeyType()
            : "ssh-ed25519");
    request.putBytes(Identities.blob(key.getPublic()));
    return request;
  }

  /** The server's first answer that was not a failure: a message number. */
  public int answer() throws InterruptedException {
    try {
      return answer.get(15, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the server did not answer", e);
    }
  }

  @Override
  public String getName() {
    return method;
  }

  @Override
  public UserAuth createUserAuth(ClientSession session) {
    return new Script();
  }

  private final class Script extends AbstractUserAuth {

    Script() {
      super(method);
    }

    private boolean begun;

    @Override
    protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
      if (begun) {
        return false;
      }
      begun = true;
      begin.send(session);
      return true;
    }

    @Override
    protected boolean processAuthDataRequest(ClientSession session, String service, Buffer buffer)
        throws Exception {
      int command = buffer.getUByte();
      next.send(session);
      answer.complete(command);
      return true;
    }
  }
}
