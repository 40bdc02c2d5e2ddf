package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.gate.Gate;
import io.sallyport.bastion.wire.EventLoops;
import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.RuntimeSshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;

/**
 * The SSH server that clients reach first. It finds out who is there and opens jump channels, which
 * lead to the inner door, and lobbies; it forwards nothing and runs no program.
 */
public final class OuterDoor implements AutoCloseable {

  private final SshServer server;

  private OuterDoor(SshServer server) {
    this.server = server;
  }

  /**
   * Opens the door.
   *
   * @param names the names of the bastion, for its host certificate
   * @param banner what clients are shown before they authenticate
   * @throws IOException if the address cannot be listened on
   */
  public static OuterDoor open(
      Address listen,
      List<String> names,
      Doors doors,
      EventLoops io,
      Gate gate,
      Methods methods,
      Onward onward,
      InnerDoor innerDoor,
      Lobbies lobbies,
      Optional<Banner> banner)
      throws IOException {
    SshServer server = doors.server(_ -> names);
    server.setIoServiceFactoryFactory(io);
    server.setHost(listen.host());
    server.setPort(listen.port());
    server.setPublickeyAuthenticator(methods.keys());
    server.setKeyboardInteractiveAuthenticator(methods.prompt());
    server.setPasswordAuthenticator(methods.prompt());
    server.setUserAuthFactories(
        List.of(
            methods.keys().method(),
            UserAuthKeyboardInteractiveFactory.INSTANCE,
            UserAuthPasswordFactory.INSTANCE));
    server.setChannelFactories(OuterChannels.all(innerDoor, lobbies));
    server.addSessionListener(new Beginning(gate, doors.clock()));
    server.addSessionListener(new Arrival(onward));
    server.addSessionListener(lobbies.connections());
    banner.ifPresent(text -> CoreModuleProperties.WELCOME_BANNER.set(server, text));
    server.start();
    return new OuterDoor(server);
  }

  /** Where it listens, with the port that was really taken. */
  public Address address() {
    return new Address(server.getHost(), server.getPort());
  }

  /** Stops listening and ends all connections. */
  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /**
   * Asks the gate, gives each connection its session id, and tells the gate when it is gone. Not by
   * an {@code IoServiceEventListener}: MINA leaves the socket open when one refuses, and asks none
   * where the I/O is shared.
   */
  private record Beginning(Gate gate, InstantSource clock) implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      if (!gate.admit(client(session))) {
        throw new RuntimeSshException("too many connections");
      }
      ClientConnection.begin(session, SessionId.fresh(clock));
    }

    @Override
    public void sessionClosed(Session session) {
      gate.leave(client(session));
    }

    private static InetSocketAddress client(Session session) {
      return (InetSocketAddress) session.getIoSession().getRemoteAddress();
    }
  }
}
