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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code ssh-userauth} service of the inner door (RFC 4252). The outer door has authenticated
 * this very channel, so any method succeeds ({@code none} comes first), but only when the hop is
 * up: whatever went wrong on the way is told here, as a banner and in the text of the disconnect.
 */
final class InnerUserAuth extends AbstractCloseable implements Service {

  private static final Logger log = LoggerFactory.getLogger(InnerUserAuth.class);
  private static final String NAME = "ssh-userauth";
  private static final String NEXT = "ssh-connection";

  private final ServerSession session;
  private final Passage passage;
  private final Map<String, Object> properties = new HashMap<>();
  private boolean asked;

  private InnerUserAuth(ServerSession session, Passage passage) {
    this.session = session;
    this.passage = passage;
  }

  /** Makes the service for each connection. */
  record Factory(Passage passage) implements ServiceFactory {
    @Override
    public String getName() {
      return NAME;
    }

    @Override
    public Service create(Session session) {
      return new InnerUserAuth((ServerSession) session, passage);
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
    HopRequest request = InnerDoor.request(session);
    Thread.ofVirtual().name("hop-" + request.session()).start(() -> enter(request, login));
  }

  private void enter(HopRequest request, String login) {
    try {
      switch (passage.enter(request, login, refused -> tell(request, login, refused))) {
        case Passage.Outcome.Open(var hop) -> letIn(hop, request, login);
        case Passage.Outcome.Closed(var refused) -> refuse(request, login, refused);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.error("{} hop {} was given up", request.session(), request.number(), e);
      var _ = session.close(true);
    }
  }

  private void letIn(RelayedHop hop, HopRequest request, String login) throws Exception {
    session.setAttribute(InnerDoor.HOP, hop);
    session.addCloseFutureListener(_ -> hop.close());
    hop.hop().whenEnded(() -> ended(request));
    var _ = session.signalAuthenticationSuccess(login, NEXT, new ByteArrayBuffer());
  }

  private void refuse(HopRequest request, String login, Refused refused) throws IOException {
    Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
    banner.putString(refused.text(request, login) + "\r\n");
    banner.putString("");
    var _ = session.writePacket(banner);
    tell(request, login, refused);
  }

  private void tell(HopRequest request, String login, Refused refused) {
    disconnect(refused.text(request, login));
  }

  private void ended(HopRequest request) {
    disconnect("the connection to " + request.destination() + " has ended");
  }

  private void disconnect(String words) {
    try {
      session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, words);
    } catch (IOException _) {
      var _ = session.close(true);
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
