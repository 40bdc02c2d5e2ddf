package io.sallyport.bastion.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.IoWriteFutureImpl;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * A connection whose wire is a channel of another connection: what is written to it becomes channel
 * data of the outer one, cut to its packets, within its window.
 *
 * <p>What does not fit into the window waits here, bounded by the windows of the inner channels.
 * Any thread may write to it; it is drained by the I/O thread of the outer connection, when the
 * peer adjusts the window. Futures are completed after the lock is let go, because who waits for
 * them may write.
 */
final class ChannelIoSession extends AttributedIoSession {

  private record Pending(Buffer bytes, IoWriteFutureImpl written) {}

  private final AbstractChannel channel;
  private final Runnable onClose;

  // Guarded by queue.
  private final Queue<Pending> queue = new ArrayDeque<>();
  private boolean awaited;
  private boolean closed;

  /**
   * A connection over this channel.
   *
   * @param onClose called when this side has closed it; what it wrote has been sent
   */
  ChannelIoSession(AbstractChannel channel, Runnable onClose) {
    this.channel = channel;
    this.onClose = onClose;
  }

  @Override
  public IoWriteFuture writeBuffer(Buffer bytes) throws IOException {
    Pending pending = new Pending(bytes, new IoWriteFutureImpl(channel, bytes));
    boolean first;
    synchronized (queue) {
      if (closed) {
        throw new EOFException("The channel below the connection is closed");
      }
      queue.add(pending);
      first = !awaited;
      awaited = true;
    }
    if (first) {
      EventLoops.atEndOfTurn(this::drainOrClose);
    }
    return pending.written();
  }

  private void drainOrClose() {
    try {
      drain();
    } catch (IOException _) {
      var _ = close(true);
    }
  }

  /** Writes as much as the window allows; called again whenever it grows. */
  void drain() throws IOException {
    List<IoWriteFutureImpl> done = new ArrayList<>();
    synchronized (queue) {
      awaited = false;
      for (int length = sendable(); length > 0; length = sendable()) {
        send(length, done);
      }
    }
    done.forEach(written -> written.setValue(true));
  }

  /** The size of the next piece: as much as there is, as far as window and packet size allow. */
  private int sendable() {
    long room =
        Math.min(channel.getRemoteWindow().getSize(), channel.getRemoteWindow().getPacketSize());
    long length = 0;
    for (Pending pending : queue) {
      length += pending.bytes().available();
      if (length >= room) {
        return (int) room;
      }
    }
    return (int) length;
  }

  /** Sends one piece, of as many writes as fit into it. */
  private void send(int length, List<IoWriteFutureImpl> done) throws IOException {
    channel.getRemoteWindow().consume(length);
    Session outer = channel.getSession();
    Buffer packet =
        outer.createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, length + 2 * Integer.BYTES);
    packet.putUInt(channel.getRecipient());
    packet.putUInt(length);
    int rest = length;
    while (rest > 0) {
      Buffer bytes = queue.element().bytes();
      int part = Math.min(rest, bytes.available());
      packet.putRawBytes(bytes.array(), bytes.rpos(), part);
      bytes.rpos(bytes.rpos() + part);
      rest -= part;
      if (bytes.available() == 0) {
        done.add(queue.remove().written());
      }
    }
    var _ = ThreadUtils.runAsInternal(packet, outer::writePacket);
  }

  @Override
  protected void doCloseImmediately() {
    drainOrClose();
    Queue<Pending> lost;
    synchronized (queue) {
      closed = true;
      lost = new ArrayDeque<>(queue);
      queue.clear();
    }
    lost.forEach(
        pending -> pending.written().setValue(new EOFException("The connection was closed")));
    onClose.run();
    super.doCloseImmediately();
  }

  @Override
  public long getId() {
    return channel.getChannelId();
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return channel.getSession().getIoSession().getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return channel.getSession().getIoSession().getLocalAddress();
  }

  @Override
  public SocketAddress getAcceptanceAddress() {
    return getLocalAddress();
  }

  @Override
  public IoService getService() {
    return channel.getSession().getIoSession().getService();
  }

  @Override
  public void shutdownOutputStream() {}
}
