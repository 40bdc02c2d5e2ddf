package io.sallyport.bastion.relay;

import io.sallyport.bastion.relay.BackendOpening.Kind;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;

/** The channels that are relayed: those that clients open, and those that backends open. */
public final class RelayedChannels {

  private RelayedChannels() {}

  /** For the connections of clients that have, or are about to have, a {@link ClientHop}. */
  public static List<ChannelFactory> ofClients() {
    return List.of(
        ofClient(SessionOpening.TYPE, SessionOpening::new),
        ofClient(DirectOpening.TCP, hop -> new DirectOpening(hop, DirectOpening.TCP)),
        ofClient(DirectOpening.SOCKET, hop -> new DirectOpening(hop, DirectOpening.SOCKET)));
  }

  private static ChannelFactory ofClient(String type, Function<ClientHop, Opening> opening) {
    return new Factory(
        type, session -> new AcceptedEnd(Side.CLIENT, opening.apply(ClientHop.of(session))));
  }

  /** For the connections to backends. */
  public static List<ChannelFactory> ofBackends() {
    return Stream.of(Kind.values()).map(RelayedChannels::ofBackend).toList();
  }

  private static ChannelFactory ofBackend(Kind kind) {
    return new Factory(
        kind.type(),
        session -> {
          RelayedHop hop = RelayedHop.of(session);
          if (hop == null) {
            throw new ProtocolException("the backend opened a channel before anybody was let in");
          }
          return new AcceptedEnd(Side.BACKEND, new BackendOpening(hop, kind));
        });
  }

  @FunctionalInterface
  private interface Maker {
    Channel make(Session session) throws IOException;
  }

  private record Factory(String getName, Maker maker) implements ChannelFactory {
    @Override
    public Channel createChannel(Session session) throws IOException {
      return maker.make(session);
    }
  }
}
