package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.RelayedHop;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.server.session.ServerSession;

/**
 * The {@code ssh-userauth} service of the inner door (RFC 4252). The outer door has authenticated
 * this very channel, so any method succeeds ({@code none} comes first), but only when the hop is
 * up: whatever went wrong on the way is told here, as a banner and in the text of the disconnect.
 */
final class InnerUserAuth extends AbstractCloseable implements Service {

  private static final String NAME = "ssh-userauth";
  private static final String NEXT = "ssh-connection";

  private final ServerSession session;
  private final Onward onward;
  private final Map<String, Object> properties = new HashMap<>();
  private boolean asked;

  private InnerUserAuth(ServerSession session, Onward onward) {
    this.session = session;
    this.onward = onward;
  }

  /** Makes the service for each connection. */
  record Factory(Onward onward) implements ServiceFactory {
    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Service create(Session session) {
      return new InnerUserAuth((ServerSession) session, onward);
    }
  }

  /** Takes the one request of the client; the way through is gone on a virtual thread. */
  @Override
  public void process(int command, Buffer buffer) throws Exception {
    String login = command == SshConstants.SSH_MSG_USERAUTH_REQUEST ? buffer.getString() : "";
    if (asked || login.isEmpty() || !buffer.getString().equals(NEXT)) {
      session.disconnect(
          SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "one user for ssh-connection was expected");
      return;
    }
    asked = true;
    onward.crossing(session, InnerDoor.request(session), login).begin(new Answer(login));
  }

  /** The answer to the one request. */
  private final class Answer implements Crossing.Door {
    private final String login;

    Answer(String login) {
      this.login = login;
    }

    @Override
    public void opened(RelayedHop hop) throws IOException {
      if (!hop.hop().banner().isEmpty()) {
        show(hop.hop().banner());
      }
      try {
        var _ = session.signalAuthenticationSuccess(login, NEXT, new ByteArrayBuffer());
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("The client could not be let in", e);
      }
    }

    @Override
    public void closed(String words) throws IOException {
      show(words + "\r\n");
      ended(words);
    }

    private void show(String text) throws IOException {
      Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
      banner.putString(text);
      banner.putString("");
      var _ = session.writePacket(banner);
    }

    @Override
    public void ended(String words) {
      Crossing.disconnect(session, words);
    }
  }

  @Override
  public Session getSession() {
    return session;
  }

  @Override
  public Map<String, Object> getProperties() {
    return properties;
  }

  @Override
  public void start() {}
}
