package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.identity.KeyFingerprint;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.store.BoundKey;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.ScriptedAuth;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FIDO2 keys, whose signatures say whether somebody has touched them. */
final class SecurityKeyTest extends WithBastion {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final String TYPE = "sk-ssh-ed25519@openssh.com";
  private static final int TOUCHED = 1;
  private static final int VERIFIED = 4;

  private final KeyPair inside = Ed25519.fresh();

  SecurityKeyTest(@TempDir Path folder) {
    super(folder);
  }

  @ParameterizedTest(name = "flags {0}")
  @ValueSource(ints = {TOUCHED, TOUCHED | VERIFIED})
  void touchedKey_isBound_andThenGoodByItself(int flags) throws IOException {
    Address door = bastion.start();
    assertThat(login(door, "ssh:", flags).isAuthenticated()).isTrue();

    assertThat(bastion.boundKeys().all())
        .extracting(BoundKey::fingerprint)
        .containsExactly(fingerprint("ssh:"));
    assertThat(keyAlone(door, "ssh:", TOUCHED).isAuthenticated()).isTrue();
  }

  @ParameterizedTest(name = "N10 flags {0}: a key that nobody has touched is not bound")
  @ValueSource(ints = {0, VERIFIED})
  void untouchedKey_isNotBound(int flags) throws IOException {
    assertThat(login(bastion.start(), "ssh:", flags).isAuthenticated()).isTrue();

    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  @Test
  @DisplayName("N10 a bound key that nobody has touched lets nobody in")
  void boundKeyUntouched_isRefused() throws IOException {
    Address door = bastion.start();
    var _ = login(door, "ssh:", TOUCHED);

    assertThatThrownBy(() -> keyAlone(door, "ssh:", 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> keyAlone(door, "ssh:", VERIFIED)).isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("N04 the same point for another application is another key")
  void keyOfAnotherApplication_isRefused() throws IOException {
    Address door = bastion.start();
    var _ = login(door, "ssh:", TOUCHED);

    assertThatThrownBy(() -> keyAlone(door, "ssh:other", TOUCHED)).isInstanceOf(IOException.class);
  }

  /** Signs with these flags, and then types a token. */
  private ClientSession login(Address door, String application, int flags) throws IOException {
    bastion.portal.knows("t0ken", "alice", "ops");
    ClientSession session =
        client.connect(
            door, "alice", script(application, flags), UserAuthKeyboardInteractiveFactory.INSTANCE);
    session.setUserInteraction(client.answering("t0ken"));
    session.auth().verify(LIMIT);
    return session;
  }

  private ClientSession keyAlone(Address door, String application, int flags) throws IOException {
    ClientSession session = client.connect(door, "alice", script(application, flags));
    session.auth().verify(LIMIT);
    return session;
  }

  private ScriptedAuth script(String application, int flags) {
    return new ScriptedAuth(
        "publickey",
        session -> session.writePacket(request(session, application, false)),
        session -> {
          Buffer request = request(session, application, true);
          ByteArrayBuffer signed = new ByteArrayBuffer();
          signed.putBytes(session.getSessionId());
          signed.putRawBytes(request.array(), request.rpos(), request.available());
          request.putBytes(signature(application, flags, signed.getCompactData()));
          session.writePacket(request);
        });
  }

  private Buffer request(ClientSession session, String application, boolean signature) {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    request.putString(session.getUsername());
    request.putString("ssh-connection");
    request.putString("publickey");
    request.putBoolean(signature);
    request.putString(TYPE);
    request.putBytes(blob(application));
    return request;
  }

  private byte[] blob(String application) {
    byte[] plain = Identities.blob(inside.getPublic());
    ByteArrayBuffer blob = new ByteArrayBuffer();
    blob.putString(TYPE);
    blob.putBytes(Arrays.copyOfRange(plain, plain.length - 32, plain.length));
    blob.putString(application);
    return blob.getCompactData();
  }

  /** As PROTOCOL.u2f of OpenSSH has it. */
  private byte[] signature(String application, int flags, byte[] message)
      throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    ByteArrayBuffer data = new ByteArrayBuffer();
    data.putRawBytes(sha256.digest(application.getBytes(StandardCharsets.UTF_8)));
    data.putByte((byte) flags);
    data.putUInt(7);
    data.putRawBytes(sha256.digest(message));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(inside.getPrivate());
    signer.update(data.getCompactData());

    ByteArrayBuffer signature = new ByteArrayBuffer();
    signature.putString(TYPE);
    signature.putBytes(signer.sign());
    signature.putByte((byte) flags);
    signature.putUInt(7);
    return signature.getCompactData();
  }

  private String fingerprint(String application) {
    return KeyFingerprint.of(blob(application));
  }
}
