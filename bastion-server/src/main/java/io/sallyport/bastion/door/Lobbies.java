package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.lobby.Lobby;
import io.sallyport.bastion.lobby.Visitor;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;

/** What the session channels of the outer door share. */
public final class Lobbies {

  private final Lobby lobby;
  private final Onward onward;
  private final InnerDoor innerDoor;
  private final Audit audit;
  private final Connections connections = new Connections();

  public Lobbies(Lobby lobby, Onward onward, InnerDoor innerDoor, Audit audit) {
    this.onward = onward;
    this.lobby = lobby;
    this.innerDoor = innerDoor;
    this.audit = audit;
  }

  Lobby lobby() {
    return lobby;
  }

  InnerDoor innerDoor() {
    return innerDoor;
  }

  /** Has to listen to the outer door's connections. */
  Connections connections() {
    return connections;
  }

  /** The way on from the menu. */
  Departure departure() {
    return new Boarding(onward);
  }

  Visitor visitor(Channel channel) {
    Session session = channel.getSession();
    ClientConnection client = ClientConnection.of(session);
    return new Visitor(
        client.identity(),
        client.id(),
        client.method(),
        client.address().getHostAddress(),
        client.metAtPort(),
        () -> connections.endOthers(session));
  }

  void audit(Channel channel, AuditEvent event) {
    audit.record(ClientConnection.of(channel.getSession()).id(), event);
  }
}
