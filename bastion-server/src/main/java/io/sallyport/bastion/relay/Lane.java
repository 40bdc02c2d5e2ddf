package io.sallyport.bastion.relay;

import java.io.IOException;
import java.net.ProtocolException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** One direction of a relayed channel: the sender's window, and the end that faces the receiver. */
final class Lane {

  private final Window window;
  private volatile @Nullable ChannelEnd receiver;

  Lane(Side sender) {
    this.window = new Window(sender.toString());
  }

  void leadTo(ChannelEnd end) {
    receiver = end;
  }

  /** The receiver takes this much, in pieces of at most this size. */
  void open(long size, long packet) {
    window.open(size, packet);
  }

  /** Counts the data of a message that has arrived from the sender; any other message has none. */
  long arrived(Message message) throws IOException {
    Buffer reader = message.reader();
    switch (message.command()) {
      case SshConstants.SSH_MSG_CHANNEL_DATA -> {}
      case SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA -> {
        var _ = reader.getInt();
      }
      default -> {
        return 0;
      }
    }
    long length = reader.getUInt();
    if (length > reader.available()) {
      throw new ProtocolException("a piece of channel data is shorter than it says");
    }
    window.use(length);
    return length;
  }

  /** The receiver takes more; called before the sender hears of it. */
  void adjust(long more) throws IOException {
    window.adjust(more);
  }

  void send(Message message) throws IOException {
    ChannelEnd end = receiver;
    if (end == null) {
      return;
    }
    if (message.command() == SshConstants.SSH_MSG_CHANNEL_CLOSE) {
      end.finish();
    } else {
      end.send(message);
    }
  }

  void finish() {
    ChannelEnd end = receiver;
    if (end != null) {
      end.finish();
    }
  }
}
