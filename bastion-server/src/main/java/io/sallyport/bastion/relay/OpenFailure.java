package io.sallyport.bastion.relay;

import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The answer to a channel that is not opened (RFC 4254, section 5.1), in our words: MINA has its
 * own.
 */
public final class OpenFailure {

  private OpenFailure() {}

  /** Tells the client, and forgets the channel. */
  public static void send(Channel channel, int reason, String words) throws IOException {
    Session session = channel.getSession();
    Buffer failure = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE);
    failure.putUInt(channel.getRecipient());
    failure.putUInt(reason);
    failure.putString(words);
    failure.putString("");
    var _ = session.writePacket(failure);
    var _ = channel.close(true);
  }
}
