package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.ClientHop;
import io.sallyport.bastion.relay.KeepAlive;
import io.sallyport.bastion.relay.RelayedHop;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a client has authenticated at the outer door: it is watched over, and taken to
 * the destination that its user name names, if any.
 */
record Arrival(Onward onward) implements SessionListener {

  private static final Logger log = LoggerFactory.getLogger(Arrival.class);

  @Override
  public void sessionEvent(Session session, Event event) {
    if (event == Event.Authenticated && session instanceof ServerSession client) {
      arrived(client, ClientConnection.of(session));
    }
  }

  private void arrived(ServerSession client, ClientConnection connection) {
    Watch watch = onward.watch();
    KeepAlive.of(
        client,
        watch.keepAlive(),
        watch.timers(),
        () -> log.info("{} the client does not answer any more", connection.id()));
    OuterUser.of(client.getUsername())
        .destination()
        .ifPresentOrElse(
            destination -> goOn(client, connection, destination),
            () -> ClientHop.of(client).failed());
  }

  private void goOn(
      ServerSession client, ClientConnection connection, OuterUser.Destination destination) {
    HopRequest request = onward.passage().knock(connection, destination.host(), destination.port());
    onward.crossing(client, request, destination.login()).begin(new Inside(client));
  }

  /** The client was let in before; there is nothing to say but what the disconnect says. */
  private record Inside(ServerSession client) implements Crossing.Door {
    @Override
    public void opened(RelayedHop hop) {}

    @Override
    public void closed(String words) {
      ended(words);
    }

    @Override
    public void ended(String words) {
      Crossing.disconnect(client, words);
    }
  }
}
