package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.identity.Revalidation;
import io.sallyport.bastion.lobby.Lobby;
import io.sallyport.bastion.lobby.Visitor;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;

/** What the session channels of the outer door share. */
public final class Lobbies {

  private final Lobby lobby;
  private final Onward onward;
  private final InnerDoor innerDoor;
  private final Revalidation revalidation;
  private final BoundKeys boundKeys;
  private final Audit audit;
  private final Connections connections = new Connections();

  public Lobbies(
      Lobby lobby,
      Onward onward,
      InnerDoor innerDoor,
      Revalidation revalidation,
      BoundKeys boundKeys,
      Audit audit) {
    this.onward = onward;
    this.lobby = lobby;
    this.innerDoor = innerDoor;
    this.revalidation = revalidation;
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

  /**
   * Does something as soon as it is known who the client's user is now; at once, if it is, or
   * cannot be.
   */
  void whenKnown(Channel channel, Runnable action) {
    ClientConnection client = ClientConnection.of(channel.getSession());
    if (revalidation.isRecent(client.presence())) {
      action.run();
      return;
    }
    Thread.ofVirtual()
        .name("lobby-" + client.id())
        .start(() -> {
          try {
            var _ = revalidation.of(client.presence());
          } finally {
            action.run();
          }
        });
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
