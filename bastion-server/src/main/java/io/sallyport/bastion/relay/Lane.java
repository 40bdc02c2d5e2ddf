package io.sallyport.bastion.relay;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.function.LongConsumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
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

  /** The receiver takes this much, in pieces of at most this size. See {@link Window#open}. */
  long open(long size, long packet) {
    return window.open(size, packet);
  }

  /** Counts the data of a message that has arrived from the sender; any other message has none. */
  long arrived(Message message) throws IOException {
    long length = length(message);
    window.use(length);
    return length;
  }

  private static long length(Message message) throws IOException {
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
    return length;
  }

  /** The receiver takes more; called before the sender hears of it. */
  long adjust(long more) throws IOException {
    return window.adjust(more);
  }

  /**
   * Sends on what has {@link #arrived}.
   *
   * @param onRoom called with what more the sender may send, when the message has left
   */
  void pass(Message message, LongConsumer onRoom) throws IOException {
    long bytes = length(message);
    IoWriteFuture leaving = send(message);
    if (bytes > 0 && leaving != null) {
      var _ = leaving.addListener(_ -> left(bytes, onRoom));
    }
  }

  private void left(long bytes, LongConsumer onRoom) {
    long more = window.written(bytes);
    if (more > 0) {
      onRoom.accept(more);
    }
  }

  /** Sends a message; returns when it has left, unless the channel is closing. */
  @Nullable IoWriteFuture send(Message message) throws IOException {
    ChannelEnd end = receiver;
    if (end == null) {
      return null;
    }
    if (message.command() == SshConstants.SSH_MSG_CHANNEL_CLOSE) {
      end.finish();
      return null;
    }
    return end.send(message);
  }

  void finish() {
    ChannelEnd end = receiver;
    if (end != null) {
      end.finish();
    }
  }
}
