package io.sallyport.bastion.door;

import io.sallyport.bastion.hop.PendingHop;
import io.sallyport.bastion.relay.CountedChannels;
import io.sallyport.bastion.relay.RelayedChannels;
import io.sallyport.bastion.wire.Wire;
import java.io.IOException;
import java.util.List;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;

/**
 * The SSH server that a client meets inside its jump channel, in the target's name: with a host key
 * and certificate of that name, without any authentication of its own, and with session channels
 * only, each joined with one of the hop.
 */
public final class InnerDoor implements AutoCloseable {

  private final Onward onward;
  private final SshServer server;
  private final InnerIo io = new InnerIo();

  /**
   * An inner door, ready to be entered.
   *
   * @throws IOException if the server cannot be set up
   */
  public InnerDoor(Onward onward, Doors doors) throws IOException {
    this.onward = onward;
    this.server = doors.server(InnerDoor::names);
    server.setIoServiceFactoryFactory(io);
    server.setServiceFactories(
        List.of(new InnerUserAuth.Factory(onward), ServerConnectionServiceFactory.INSTANCE));
    server.setChannelFactories(CountedChannels.of(RelayedChannels.ofClients()));
    server.setPort(InnerIo.NO_PORT);
    server.start();
  }

  /**
   * The wire of a connection to this door.
   *
   * @param onClose called when the door has closed its side and what it wrote has been sent
   */
  Wire wire(AbstractChannel channel, Runnable onClose) {
    return new Wire(channel, io.handler(), onClose);
  }

  /** Lets an authenticated client through to the host that it asked for. */
  void enter(Wire wire, ClientConnection client, String host, int port) {
    HopRequest request = onward.passage().knock(client, host, port);
    var _ = wire.inner().setAttribute(HopRequest.class, request);
    wire.inner().addCloseFutureListener(_ -> request.pending().ifPresent(PendingHop::abandon));
    wire.begin();
  }

  /** The hop that was asked for on this connection. */
  static HopRequest request(Session session) {
    if (session.getIoSession().getAttribute(HopRequest.class) instanceof HopRequest request) {
      return request;
    }
    throw new IllegalStateException("Nobody asked for a hop on this connection");
  }

  private static List<String> names(Session connection) {
    return List.of(request(connection).host());
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }
}
