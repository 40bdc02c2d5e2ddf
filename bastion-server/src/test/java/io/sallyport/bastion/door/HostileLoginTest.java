package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sallyport.bastion.audit.AuditEvent.Authentication;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.testing.ScriptedAuth;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that write packets which no honest client writes. */
final class HostileLoginTest extends WithBastion {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final ScriptedAuth.Step NOTHING = _ -> {};

  HostileLoginTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  @DisplayName("N01 a query for a service account's key is answered and authenticates nobody")
  void query_authenticatesNobody() throws IOException, InterruptedException {
    var query = new ScriptedAuth("publickey", ScriptedAuth.query(bastion.ansibleKey), NOTHING);
    ClientSession session = client.connect(bastion.start(), "ansible", query);
    AuthFuture authentication = session.auth();

    assertThat(query.answer()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_PK_OK);
    assertThat(session.isAuthenticated()).isFalse();
    assertThat(bastion.audit.events()).isEmpty();

    session.writePacket(openJump(session));
    assertThatThrownBy(() -> authentication.verify(LIMIT)).isInstanceOf(IOException.class);
    assertThat(session.isAuthenticated()).isFalse();
    assertThat(bastion.audit.events()).isEmpty();
    assertThat(bastion.backend.connections()).isZero();
  }

  @Test
  @DisplayName("N02 key A is queried, key B signs: nobody is let in by A")
  void queryOfOneKey_andSignatureOfAnother_letNobodyIn() throws IOException, InterruptedException {
    KeyPair other = Ed25519.fresh();
    assertRefused(
        new ScriptedAuth(
            "publickey",
            ScriptedAuth.query(bastion.ansibleKey),
            ScriptedAuth.signed(other, other)));
  }

  @Test
  @DisplayName("N02 key A is named, key B signs: nobody is let in")
  void signatureOfAnotherKey_letsNobodyIn() throws IOException, InterruptedException {
    KeyPair other = Ed25519.fresh();
    assertRefused(
        new ScriptedAuth(
            "publickey",
            ScriptedAuth.query(bastion.ansibleKey),
            ScriptedAuth.signed(bastion.ansibleKey, other)));
  }

  @Test
  @DisplayName("the same script with the right signature is let in, so the others can fail")
  void queryAndSignatureOfTheSameKey_letIn() throws Exception {
    KeyPair key = bastion.ansibleKey;
    var honest =
        new ScriptedAuth("publickey", ScriptedAuth.query(key), ScriptedAuth.signed(key, key));
    ClientSession session = client.connect(bastion.start(), "ansible", honest);
    session.auth().verify(LIMIT);

    assertThat(session.isAuthenticated()).isTrue();
    assertThat(bastion.audit.events(Authentication.class))
        .extracting(Authentication::outcome)
        .containsExactly("authenticated");
  }

  @Test
  @DisplayName("N05 a channel before authentication ends the connection")
  void channelBeforeAuthentication_endsTheConnection() throws Exception {
    ClientSession session = keysExchanged();

    session.writePacket(openJump(session));

    TestClient.awaitEnd(session);
    assertThat(bastion.backend.connections()).isZero();
  }

  @Test
  @DisplayName("N05 a client that says that it has been authenticated is not")
  void successFromTheClient_endsTheConnection() throws Exception {
    ClientSession session = keysExchanged();

    session.writePacket(session.createBuffer(SshConstants.SSH_MSG_USERAUTH_SUCCESS));
    // The first message may have ended the connection already.
    var _ = catchThrowable(() -> session.writePacket(openJump(session)));

    TestClient.awaitEnd(session);
    assertThat(bastion.backend.connections()).isZero();
  }

  @ParameterizedTest(name = "N12 {0} answers to one question")
  @ValueSource(ints = {0, 2, 100, Integer.MAX_VALUE})
  void wrongNumberOfAnswers_isRefused(int answers) throws IOException, InterruptedException {
    bastion.portal.knows("t0ken", "alice", "ops");
    var script =
        new ScriptedAuth(
            "keyboard-interactive",
            HostileLoginTest::askForThePrompt,
            session -> answer(session, answers));
    ClientSession session = client.connect(bastion.start(), "alice", script);

    assertThatThrownBy(() -> session.auth().verify(LIMIT)).isInstanceOf(IOException.class);
    assertThat(script.answer()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
    assertThat(bastion.portal.verified()).isEmpty();
    assertThat(bastion.audit.events(Authentication.class))
        .noneMatch(attempt -> attempt.outcome().equals("authenticated"));
  }

  @Test
  @DisplayName("N01 a query is no proof: the token that follows lets in, and binds nothing")
  void queryAndToken_bindNothing() throws IOException, InterruptedException {
    bastion.portal.knows("t0ken", "alice", "ops");
    AtomicInteger steps = new AtomicInteger();
    var script =
        new ScriptedAuth(
            "publickey",
            ScriptedAuth.query(Ed25519.fresh()),
            session -> {
              if (steps.incrementAndGet() == 1) {
                askForThePrompt(session);
              } else {
                answer(session, 1);
              }
            });
    ClientSession session = client.connect(bastion.start(), "alice", script);
    session.auth().verify(LIMIT);

    assertThat(script.answer()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_PK_OK);
    assertThat(session.isAuthenticated()).isTrue();
    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  @Test
  @DisplayName("N14 a key that was proved as alice is not half of bob's login")
  void otherUserNameAfterTheKey_endsTheConnection() throws IOException {
    bastion.portal.knows("t0ken", "bob", "ops");
    var asBob =
        new ScriptedAuth(
            "keyboard-interactive", session -> askForThePrompt(session, "bob"), NOTHING);
    ClientSession session =
        client.connect(bastion.start(), "alice", UserAuthPublicKeyFactory.INSTANCE, asBob);
    session.addPublicKeyIdentity(Ed25519.fresh());

    assertThatThrownBy(() -> session.auth().verify(LIMIT)).isInstanceOf(IOException.class);
    TestClient.awaitEnd(session);
    assertThat(bastion.portal.verified()).isEmpty();
    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  private void assertRefused(ScriptedAuth script) throws IOException, InterruptedException {
    ClientSession session = client.connect(bastion.start(), "ansible", script);

    assertThatThrownBy(() -> session.auth().verify(LIMIT)).isInstanceOf(IOException.class);
    assertThat(script.answer()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_PK_OK);
    assertThat(session.isAuthenticated()).isFalse();
    assertThat(bastion.audit.events(Authentication.class))
        .noneMatch(attempt -> attempt.outcome().equals("authenticated"));
  }

  private ClientSession keysExchanged() throws IOException {
    ClientSession session =
        client.connect(bastion.start(), "ansible", UserAuthPasswordFactory.INSTANCE);
    session.waitFor(EnumSet.of(ClientSessionEvent.WAIT_AUTH), LIMIT);
    return session;
  }

  private static void askForThePrompt(ClientSession session) throws IOException {
    askForThePrompt(session, session.getUsername());
  }

  private static void askForThePrompt(ClientSession session, String user) throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    request.putString(user);
    request.putString("ssh-connection");
    request.putString("keyboard-interactive");
    request.putString("");
    request.putString("");
    session.writePacket(request);
  }

  private static void answer(ClientSession session, int answers) throws IOException {
    Buffer response = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE);
    response.putUInt(answers);
    for (int i = 0; i < Math.min(answers, 1000); i++) {
      response.putString("t0ken");
    }
    session.writePacket(response);
  }

  private static Buffer openJump(ClientSession session) {
    Buffer open = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
    open.putString("direct-tcpip");
    open.putUInt(0);
    open.putUInt(1 << 20);
    open.putUInt(1 << 15);
    open.putString("web-01");
    open.putUInt(22);
    open.putString("127.0.0.1");
    open.putUInt(1);
    return open;
  }
}
