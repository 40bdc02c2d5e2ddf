package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Authentication;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.BreakGlassAuthenticator;
import io.sallyport.bastion.identity.PortalTokenAuthenticator;
import java.util.List;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/**
 * Asks for a portal token: by keyboard-interactive (RFC 4256), and as the password of clients that
 * know nothing else. Whose token could not be redeemed because the portal is down is asked for
 * their break-glass password, whether they have one or not. All this is tried on a virtual thread
 * while the I/O thread goes on.
 */
final class PortalTokenPrompt implements KeyboardInteractiveAuthenticator, PasswordAuthenticator {

  private static final String TOKEN = "Portal token: ";
  private static final String BREAK_GLASS = "The portal does not answer. Break-glass password: ";

  private final PortalTokenAuthenticator authenticator;
  private final BreakGlassAuthenticator breakGlass;
  private final BoundKeys boundKeys;
  private final Logins logins;

  PortalTokenPrompt(
      PortalTokenAuthenticator authenticator,
      BreakGlassAuthenticator breakGlass,
      BoundKeys boundKeys,
      Logins logins) {
    this.authenticator = authenticator;
    this.breakGlass = breakGlass;
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
    challenge.addPrompt(isGlassToBreak(session) ? BREAK_GLASS : TOKEN, false);
    return challenge;
  }

  /** Changes only when an attempt is concluded, so not between a question and its answer. */
  private boolean isGlassToBreak(ServerSession session) {
    return breakGlass.isThere() && ClientConnection.of(session).portalSeemsDown();
  }

  @Override
  public boolean authenticate(ServerSession session, String user, List<String> responses) {
    if (responses.size() != 1) {
      var wrongNumber = new Authentication.Rejected("one answer was asked for");
      return logins.conclude(
          ClientConnection.of(session), user, "keyboard-interactive", wrongNumber);
    }
    throw isGlassToBreak(session)
        ? breakGlass(session, user, responses.getFirst())
        : redeem(session, user, "keyboard-interactive", responses.getFirst());
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
    ClientConnection connection = ClientConnection.of(session);
    return later(
        connection,
        user,
        method,
        () -> {
          Authentication outcome = authenticator.authenticate(OuterUser.of(user).name(), token);
          bindKey(connection, outcome);
          connection.portalSeemsDown(
              outcome instanceof Authentication.Unavailable(_, boolean down) && down);
          return outcome;
        });
  }

  /** The key that the client has proved before, on this connection and under this name. */
  private void bindKey(ClientConnection connection, Authentication outcome) {
    if (outcome instanceof Authentication.Authenticated(var presence)) {
      connection.provedKey().ifPresent(key -> boundKeys.bind(presence.identity(), key));
    }
  }

  private AsyncAuthException breakGlass(ServerSession session, String user, String password) {
    ClientConnection connection = ClientConnection.of(session);
    return later(
        connection,
        user,
        "break-glass",
        () -> {
          Authentication outcome =
              breakGlass.authenticate(OuterUser.of(user).name(), password, connection.address());
          logins.alarm(connection, user, outcome);
          return outcome;
        });
  }

  /** What takes a while. */
  private interface Attempt {
    Authentication make() throws InterruptedException;
  }

  private AsyncAuthException later(
      ClientConnection connection, String user, String method, Attempt attempt) {
    AsyncAuthException later = new AsyncAuthException();
    Thread.ofVirtual()
        .name("login-" + connection.id())
        .start(() -> later.setAuthed(logins.conclude(connection, user, method, outcome(attempt))));
    return later;
  }

  /** Always comes to an outcome: a client that is never answered would wait for its timeout. */
  private static Authentication outcome(Attempt attempt) {
    try {
      return attempt.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Authentication.Rejected("the bastion stops");
    } catch (RuntimeException e) {
      return new Authentication.Unavailable(
          "the attempt broke off: " + e.getClass().getSimpleName(), false);
    }
  }
}
