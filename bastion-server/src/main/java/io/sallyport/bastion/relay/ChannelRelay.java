package io.sallyport.bastion.relay;

import static org.apache.sshd.common.SshConstants.SSH_MSG_CHANNEL_CLOSE;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A pair of channels, joined message by message: what the client sends goes to the backend, what
 * the backend sends goes to the client, each in its order and within the other's window.
 *
 * <p>Two I/O threads meet here. Messages of the client pass {@link ClientRequests}, which holds
 * them while a recording is being opened; messages of the backend pass the recording, and before
 * there is one nothing but replies may pass.
 */
final class ChannelRelay {

  private final RelayedHop hop;
  private final ClientChannel client;
  private final ReplyOrder replies = new ReplyOrder();
  private final Window clientToBackend = new Window("client");
  private final Window backendToClient = new Window("backend");
  private final ClientRequests requests;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable BackendChannel backend;
  private volatile @Nullable ChannelRecording recording;

  ChannelRelay(RelayedHop hop, ClientChannel client) {
    this.hop = hop;
    this.client = client;
    this.requests = new ClientRequests(hop, this, replies);
  }

  /** Opens the backend's end with the client's window. */
  void open(long window, long packet) throws IOException {
    backendToClient.open(window, packet);
    BackendChannel end = new BackendChannel(this, window, packet);
    backend = end;
    var connection = hop.hop().connection().getService(ConnectionService.class);
    var _ = connection.registerChannel(end);
    var _ = end.open();
  }

  void backendOpened(long window, long packet) {
    clientToBackend.open(window, packet);
    client.confirm(window, packet);
  }

  void backendRefused(int reason, String message) {
    client.refuse(reason, message);
  }

  /** The recording is open: from here on the program's bytes may move. */
  void record(ChannelRecording opened) {
    recording = opened;
  }

  @Nullable ChannelRecording recording() {
    return recording;
  }

  // ---- from the client

  void fromClient(Message message) throws IOException {
    if (message.command() == SSH_MSG_CHANNEL_WINDOW_ADJUST) {
      allowBackend(message.reader().getUInt());
    } else {
      requests.take(message);
    }
  }

  /** Passes on what the client sent, in its turn. */
  void toBackend(Message message) throws IOException {
    switch (message.command()) {
      case SSH_MSG_CHANNEL_DATA -> clientToBackend.use(message.reader().getUInt());
      case SSH_MSG_CHANNEL_EXTENDED_DATA ->
          throw new ProtocolException("a client sends no extended data to a program");
      default -> {}
    }
    BackendChannel end = backend;
    if (end == null) {
      return;
    }
    if (message.command() == SSH_MSG_CHANNEL_CLOSE) {
      end.finish();
    } else {
      end.send(message);
    }
  }

  /** The client has room for more; the backend hears of it when the recording has room too. */
  private void allowBackend(long bytes) {
    ChannelRecording open = recording;
    if (open == null) {
      grantBackend(bytes);
    } else {
      open.whenRoom(() -> grantBackend(bytes));
    }
  }

  private void grantBackend(long bytes) {
    BackendChannel end = backend;
    if (end == null) {
      return;
    }
    try {
      backendToClient.adjust(bytes);
      end.send(Message.windowAdjust(bytes));
    } catch (IOException e) {
      end();
    }
  }

  // ---- from the backend

  void fromBackend(Message message) throws IOException {
    switch (message.command()) {
      case SSH_MSG_CHANNEL_DATA -> record(Stream.STDOUT, message.reader());
      case SSH_MSG_CHANNEL_EXTENDED_DATA -> recordExtended(message.reader());
      case SSH_MSG_CHANNEL_REQUEST -> recordExit(Request.of(message));
      case SSH_MSG_CHANNEL_WINDOW_ADJUST -> clientToBackend.adjust(message.reader().getUInt());
      case SSH_MSG_CHANNEL_SUCCESS, SSH_MSG_CHANNEL_FAILURE -> {
        reply(message);
        return;
      }
      default -> {}
    }
    client.send(message);
  }

  private void recordExtended(Buffer reader) throws IOException {
    int type = reader.getInt();
    if (type != 1) {
      throw new ProtocolException("the backend sent extended data of the unknown type " + type);
    }
    record(Stream.STDERR, reader);
  }

  private void record(Stream stream, Buffer reader) throws IOException {
    long length = reader.getUInt();
    ChannelRecording open = recording;
    if (open == null || length > reader.available()) {
      throw new ProtocolException("the backend sent data where there can be none");
    }
    backendToClient.use(length);
    open.output(stream, reader.array(), reader.rpos(), (int) length);
  }

  private void recordExit(Request request) {
    ChannelRecording open = recording;
    if (open != null) {
      request.exit().ifPresent(open::exit);
    }
  }

  private void reply(Message message) throws IOException {
    if (replies.replied()) {
      client.send(message);
      refuse(replies.passedOn());
    }
  }

  /** Tells the client no, as often as it is due. */
  void refuse(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      client.send(Message.empty(SSH_MSG_CHANNEL_FAILURE));
    }
  }

  // ---- the end

  void clientGone() {
    end();
  }

  void backendGone() {
    end();
  }

  /** Closes both ends after what was sent before, and then the recording. */
  void end() {
    if (over.getAndSet(true)) {
      return;
    }
    BackendChannel end = backend;
    if (end != null) {
      end.finish();
    }
    client.finish();
    ChannelRecording open = recording;
    if (open != null) {
      open.close();
    }
  }
}
