package io.sallyport.bastion.relay;

import java.io.IOException;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;

/**
 * Channels of which a connection has so many at a time and no more, for each one may hold memory
 * for data that nobody reads.
 */
public record CountedChannels(ChannelFactory channels) implements ChannelFactory {

  /** Many for a browser behind {@code -D}, and what one person may have of the bastion's memory. */
  static final int LIMIT = 500;

  /** Each of these, but together no more than the limit. */
  public static List<ChannelFactory> of(List<ChannelFactory> all) {
    return all.stream().<ChannelFactory>map(CountedChannels::new).toList();
  }

  @Override
  public String getName() {
    return channels.getName();
  }

  @Override
  public Channel createChannel(Session session) throws IOException {
    int open = session.getService(AbstractConnectionService.class).getChannels().size();
    return open < LIMIT
        ? channels.createChannel(session)
        : new RefusedChannel(
            SshConstants.SSH_OPEN_RESOURCE_SHORTAGE,
            "there are " + open + " channels on this connection; close some first");
  }
}
