package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.CountedChannels;
import io.sallyport.bastion.relay.RefusedChannel;
import io.sallyport.bastion.relay.RelayedChannels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;

/**
 * The channels of the outer door. A client that named its destination in its user name is on a
 * connection of that destination, and all its channels are relayed; any other is in the lobby, and
 * may jump.
 */
final class OuterChannels {

  private OuterChannels() {}

  static List<ChannelFactory> all(InnerDoor innerDoor, Lobbies lobbies) {
    List<ChannelFactory> all = new ArrayList<>();
    for (ChannelFactory relayed : RelayedChannels.ofClients()) {
      all.add(new ByDestination(relayed, own(relayed.getName(), innerDoor, lobbies)));
    }
    return CountedChannels.of(all);
  }

  private static Maker own(String type, InnerDoor innerDoor, Lobbies lobbies) {
    return switch (type) {
      case "direct-tcpip" -> _ -> new JumpChannel(innerDoor);
      case "session" -> _ -> new LobbyChannel(lobbies);
      default -> OuterChannels::none;
    };
  }

  private static Channel none(Session session) {
    return new RefusedChannel(
        SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
        "the bastion itself forwards nothing; go on with: ssh -J %s@BASTION LOGIN@TARGET"
            .formatted(session.getUsername()));
  }

  @FunctionalInterface
  private interface Maker {
    Channel make(Session session);
  }

  /** One type of channel, with its two meanings. */
  private record ByDestination(ChannelFactory relayed, Maker own) implements ChannelFactory {
    @Override
    public String getName() {
      return relayed.getName();
    }

    @Override
    public Channel createChannel(Session session) throws IOException {
      boolean onward = OuterUser.of(session.getUsername()).destination().isPresent();
      return onward ? relayed.createChannel(session) : own.make(session);
    }
  }
}
