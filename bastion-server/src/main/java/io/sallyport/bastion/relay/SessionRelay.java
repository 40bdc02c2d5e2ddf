package io.sallyport.bastion.relay;

import static org.apache.sshd.common.SshConstants.SSH_MSG_CHANNEL_DATA;
import static org.apache.sshd.common.SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA;
import static org.apache.sshd.common.SshConstants.SSH_MSG_CHANNEL_FAILURE;
import static org.apache.sshd.common.SshConstants.SSH_MSG_CHANNEL_REQUEST;
import static org.apache.sshd.common.SshConstants.SSH_MSG_CHANNEL_SUCCESS;
import static org.apache.sshd.common.SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST;

import io.sallyport.bastion.recording.ChannelRecording;
import io.sallyport.bastion.recording.Stream;
import java.io.IOException;
import java.net.ProtocolException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A relayed session channel (RFC 4254, section 6). Messages of the client pass {@link
 * ClientRequests}, which holds them while a recording is being opened; messages of the backend pass
 * the recording, and before there is one nothing but replies may pass.
 */
final class SessionRelay extends ChannelRelay {

  private final ReplyOrder replies = new ReplyOrder();
  private final ClientRequests requests;
  private final Notices notices = new Notices();
  private volatile @Nullable ChannelRecording recording;

  SessionRelay(RelayedHop hop, int number) {
    super(hop);
    this.requests = new ClientRequests(hop, number, this, replies);
  }

  /** The backend gets a little less than the client's window; the rest is for our own words. */
  @Override
  void join(AskingEnd asked, Side asking, OpenRequest request) throws IOException {
    super.join(asked, asking, request.withWindow(notices.reserveFrom(request.window())));
  }

  @Override
  void take(Side sender, Message message, long bytes) throws IOException {
    if (sender == Side.BACKEND) {
      fromBackend(message);
    } else if (message.command() == SSH_MSG_CHANNEL_WINDOW_ADJUST) {
      allowBackend(message.reader().getUInt());
    } else {
      requests.take(message);
    }
  }

  /** The recording is open: from here on the program's bytes may move. */
  void record(ChannelRecording opened) {
    recording = opened;
  }

  @Nullable ChannelRecording recording() {
    return recording;
  }

  /** Passes on what the client sent, in its turn. */
  void toBackend(Message message) throws IOException {
    if (message.command() == SSH_MSG_CHANNEL_EXTENDED_DATA) {
      throw new ProtocolException("a client sends no extended data to a program");
    }
    pass(Side.CLIENT, message);
  }

  /** The client has room for more; the backend hears of it when the recording has room too. */
  private void allowBackend(long bytes) throws IOException {
    ChannelRecording open = recording;
    if (open == null) {
      grantBackend(bytes);
    } else {
      open.whenRoom(() -> grantLater(bytes));
    }
  }

  private void grantLater(long bytes) {
    try {
      grantBackend(bytes);
    } catch (IOException e) {
      end();
    }
  }

  private void grantBackend(long bytes) throws IOException {
    long rest = notices.refill(bytes);
    if (rest > 0) {
      pass(Side.CLIENT, Message.windowAdjust(rest));
    }
  }

  /** Tells the client something on the program's stderr, where its window has room for it. */
  void notice(String words) {
    Message message = notices.message(words);
    ChannelRecording open = recording;
    if (message.length() > 0 && open != null) {
      try {
        record(open, Stream.STDERR, message);
        tell(Side.BACKEND, message);
      } catch (IOException e) {
        end();
      }
    }
  }

  // ---- from the backend

  private void fromBackend(Message message) throws IOException {
    switch (message.command()) {
      case SSH_MSG_CHANNEL_DATA -> record(Stream.STDOUT, message);
      case SSH_MSG_CHANNEL_EXTENDED_DATA -> recordExtended(message);
      case SSH_MSG_CHANNEL_REQUEST -> recordExit(Request.of(message));
      case SSH_MSG_CHANNEL_SUCCESS, SSH_MSG_CHANNEL_FAILURE -> {
        reply(message);
        return;
      }
      default -> {}
    }
    pass(Side.BACKEND, message);
  }

  private void recordExtended(Message message) throws IOException {
    int type = message.reader().getInt();
    if (type != 1) {
      throw new ProtocolException("the backend sent extended data of the unknown type " + type);
    }
    record(Stream.STDERR, message);
  }

  private void record(Stream stream, Message message) throws IOException {
    ChannelRecording open = recording;
    if (open == null) {
      throw new ProtocolException("the backend sent data before anything was started");
    }
    record(open, stream, message);
  }

  private static void record(ChannelRecording open, Stream stream, Message message) {
    Buffer reader = message.reader();
    if (stream == Stream.STDERR) {
      var _ = reader.getInt();
    }
    int length = (int) reader.getUInt();
    open.output(stream, reader.array(), reader.rpos(), length);
  }

  private void recordExit(Request request) {
    ChannelRecording open = recording;
    if (open != null) {
      request.exit().ifPresent(open::exit);
    }
  }

  private void reply(Message message) throws IOException {
    if (replies.replied()) {
      tell(Side.BACKEND, message);
      refuse(replies.passedOn());
    }
  }

  /** Tells the client no, as often as it is due. */
  void refuse(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      tell(Side.BACKEND, Message.empty(SSH_MSG_CHANNEL_FAILURE));
    }
  }

  @Override
  void ended() {
    ChannelRecording open = recording;
    if (open != null) {
      open.close();
    }
  }
}
