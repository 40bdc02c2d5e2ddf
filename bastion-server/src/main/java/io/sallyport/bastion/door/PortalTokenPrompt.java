package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Authentication;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.PortalTokenAuthenticator;
import java.util.List;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/**
 * Asks for a portal token: by keyboard-interactive (RFC 4256), and as the password of clients that
 * know nothing else. The portal is asked on a virtual thread while the I/O thread goes on.
 */
final class PortalTokenPrompt implements KeyboardInteractiveAuthenticator, PasswordAuthenticator {

  private static final String PROMPT = "Portal token: ";

  private final PortalTokenAuthenticator authenticator;
  private final BoundKeys boundKeys;
  private final Logins logins;

  PortalTokenPrompt(PortalTokenAuthenticator authenticator, BoundKeys boundKeys, Logins logins) {
    this.authenticator = authenticator;
    this.boundKeys = boundKeys;
    this.logins = logins;
  }

  @Override
  public InteractiveChallenge generateChallenge(
      ServerSession session, String user, String language, String subMethods) {
    InteractiveChallenge challenge = new InteractiveChallenge();
    challenge.setInteractionName("");
    challenge.setInteractionInstruction("");
    challenge.setLanguageTag("");
    challenge.addPrompt(PROMPT, false);
    return challenge;
  }

  @Override
  public boolean authenticate(ServerSession session, String user, List<String> responses) {
    if (responses.size() != 1) {
      var wrongNumber = new Authentication.Rejected("one answer was asked for");
      return logins.conclude(
          ClientConnection.of(session), user, "keyboard-interactive", wrongNumber);
    }
    throw redeem(session, user, "keyboard-interactive", responses.getFirst());
  }

  @Override
  public boolean authenticate(String user, String password, ServerSession session) {
    throw redeem(session, user, "password", password);
  }

  /** MINA does not change passwords; the portal's tokens have no successor to change to. */
  @Override
  public boolean handleClientPasswordChangeRequest(
      ServerSession session, String user, String oldPassword, String newPassword) {
    return false;
  }

  private AsyncAuthException redeem(
      ServerSession session, String user, String method, String token) {
    AsyncAuthException later = new AsyncAuthException();
    ClientConnection connection = ClientConnection.of(session);
    Thread.ofVirtual()
        .name("redeem-" + connection.id())
        .start(() -> {
          Authentication outcome = attempt(user, token);
          bindKey(connection, outcome);
          later.setAuthed(logins.conclude(connection, user, method, outcome));
        });
    return later;
  }

  /** The key that the client has proved before, on this connection and under this name. */
  private void bindKey(ClientConnection connection, Authentication outcome) {
    if (outcome instanceof Authentication.Authenticated(var presence)) {
      connection.provedKey().ifPresent(key -> boundKeys.bind(presence.identity(), key));
    }
  }

  /** Always comes to an outcome: a client that is never answered would wait for its timeout. */
  private Authentication attempt(String user, String token) {
    try {
      return authenticator.authenticate(OuterUser.of(user).name(), token);
    } catch (RuntimeException e) {
      return new Authentication.Unavailable(
          "the attempt broke off: " + e.getClass().getSimpleName());
    }
  }
}
