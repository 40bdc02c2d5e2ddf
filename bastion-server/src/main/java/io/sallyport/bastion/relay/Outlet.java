package io.sallyport.bastion.relay;

import java.io.IOException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one channel, for messages of whatever thread, until the channel closes. Nothing
 * may follow a close (RFC 4254, section 5.3): OpenSSH ends the whole connection then.
 */
final class Outlet {

  private final Channel channel;
  private boolean shut;

  Outlet(Channel channel) {
    this.channel = channel;
  }

  /**
   * Writes a message for the channel's peer; drops it if the channel is closing. As an internal
   * thread, because MINA makes others wait while the connection exchanges keys, and an I/O thread
   * must not wait; what it queues then is bounded by the windows.
   */
  synchronized @Nullable IoWriteFuture send(Message message) throws IOException {
    if (shut) {
      return null;
    }
    Session session = channel.getSession();
    Buffer packet = session.createBuffer(message.command(), Integer.BYTES + message.length());
    packet.putUInt(channel.getRecipient());
    message.writeTo(packet);
    return ThreadUtils.runAsInternal(packet, session::writePacket);
  }

  /** Called before the channel sends its close. */
  synchronized void shut() {
    shut = true;
  }
}
