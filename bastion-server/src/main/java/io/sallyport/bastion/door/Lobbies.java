package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.lobby.Lobby;
import io.sallyport.bastion.lobby.Visitor;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;

/** What the session channels of the outer door share. */
public final class Lobbies {

  private final Lobby lobby;
  private final Onward onward;
  private final InnerDoor innerDoor;
  private final BoundKeys boundKeys;
  private final Audit audit;
  private final Connections connections = new Connections();

  public Lobbies(
      Lobby lobby, Onward onward, InnerDoor innerDoor, BoundKeys boundKeys, Audit audit) {
    this.onward = onward;
    this.lobby = lobby;
    this.innerDoor = innerDoor;
    this.boundKeys = boundKeys;
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
        () -> logOut(session, client.identity()));
  }

  private Visitor.LoggedOut logOut(Session session, Identity identity) {
    int keys = identity.kind() == Identity.Kind.PERSON ? boundKeys.revokeSoon(identity.name()) : 0;
    return new Visitor.LoggedOut(connections.endOthers(session), keys);
  }

  void audit(Channel channel, AuditEvent event) {
    audit.record(ClientConnection.of(channel.getSession()).id(), event);
  }
}
