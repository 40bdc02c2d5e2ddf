package io.sallyport.bastion.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * What the bastion itself writes into a session channel: texts within the client's window, then the
 * exit status and the end. Keeps what does not fit; writers see to it that this is not much.
 */
final class Outflow {

  private record Piece(boolean error, ByteBuffer bytes) {}

  private final LobbyChannel channel;

  // Guarded by this.
  private final Queue<Piece> queue = new ArrayDeque<>();
  private OptionalInt status = OptionalInt.empty();
  private boolean over;

  Outflow(LobbyChannel channel) {
    this.channel = channel;
  }

  /** Writes to standard output, or to standard error. */
  synchronized void write(boolean error, byte[] bytes) throws IOException {
    if (bytes.length > 0 && status.isEmpty()) {
      queue.add(new Piece(error, ByteBuffer.wrap(bytes)));
      flush();
    }
  }

  /** Ends the channel when everything has been written. */
  synchronized void finish(int exitStatus) throws IOException {
    if (status.isEmpty()) {
      status = OptionalInt.of(exitStatus);
      flush();
    }
  }

  /** Whether everything has been sent. */
  synchronized boolean idle() {
    return queue.isEmpty();
  }

  /** Sends what fits; called again whenever the client takes more. */
  synchronized void flush() throws IOException {
    while (!queue.isEmpty() && send(queue.element())) {
      queue.remove();
    }
    if (queue.isEmpty() && status.isPresent() && !over) {
      over = true;
      var _ = ThreadUtils.runAsInternal(status.getAsInt(), channel::end);
    }
  }

  private boolean send(Piece piece) throws IOException {
    while (piece.bytes().hasRemaining()) {
      var window = channel.getRemoteWindow();
      long room = Math.min(window.getSize(), window.getPacketSize());
      int length = (int) Math.min(room, piece.bytes().remaining());
      if (length == 0) {
        return false;
      }
      window.consume(length);
      var _ = ThreadUtils.runAsInternal(packet(piece, length), channel::writePacket);
    }
    return true;
  }

  private Buffer packet(Piece piece, int length) {
    byte command =
        piece.error()
            ? SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA
            : SshConstants.SSH_MSG_CHANNEL_DATA;
    Buffer packet = channel.getSession().createBuffer(command, length + 3 * Integer.BYTES);
    packet.putUInt(channel.getRecipient());
    if (piece.error()) {
      packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
    }
    packet.putBytes(piece.bytes().array(), piece.bytes().position(), length);
    piece.bytes().position(piece.bytes().position() + length);
    return packet;
  }
}
