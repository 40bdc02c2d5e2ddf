package io.sallyport.bastion.wire;

import java.io.IOException;
import java.io.WriteAbortedException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.channel.IoWriteFutureImpl;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is served by one loop. Any thread may write to it or close it; its socket is
 * read and written by the loop's thread only, and closed there after a last attempt to write.
 */
final class LoopSession extends AttributedIoSession implements EventLoop.Served {

  private static final AtomicLong IDS = new AtomicLong(100);

  /** As much is handed on at once, so that decoders' buffers stay small. */
  private static final int PIECE = 32 * 1024;

  /** After so many full reads it is another connection's turn. */
  private static final int READS_IN_A_TURN = 2;

  private final long id = IDS.incrementAndGet();
  private final LoopService service;
  private final EventLoop loop;
  private final SocketChannel socket;
  private final SocketAddress local;
  private final SocketAddress remote;
  private final @Nullable SocketAddress accepted;
  private final Writes writes = new Writes();
  private final PromptAck ack;
  private @Nullable SelectionKey key; // the loop's thread only

  LoopSession(
      LoopService service, EventLoop loop, SocketChannel socket, @Nullable SocketAddress accepted)
      throws IOException {
    this.service = service;
    this.loop = loop;
    this.socket = socket;
    this.ack = new PromptAck(socket);
    this.local = socket.getLocalAddress();
    this.remote = socket.getRemoteAddress();
    this.accepted = accepted;
    loop.load().incrementAndGet();
  }

  /** Begins to be served. On the loop's thread. */
  void begin() {
    service.began(this);
    try {
      service.handler().sessionCreated(this);
      if (isOpen()) {
        key = loop.register(socket, SelectionKey.OP_READ, this);
      }
    } catch (Exception e) {
      failed(e);
    }
  }

  @Override
  public void ready(int operations) throws IOException {
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      flush();
    }
    if ((operations & SelectionKey.OP_READ) != 0 && isOpen()) {
      read();
    }
  }

  private void read() throws IOException {
    for (int i = 0; i < READS_IN_A_TURN && isOpen(); i++) {
      ByteBuffer input = loop.input();
      int length = socket.read(input);
      if (length < 0) {
        var _ = close(true);
        return;
      }
      ack.received(length);
      hand(input.flip());
      loop.flushLater(this::acknowledge);
      if (length < input.capacity()) {
        return;
      }
    }
  }

  private void hand(ByteBuffer input) {
    try {
      while (input.hasRemaining() && isOpen()) {
        int length = Math.min(PIECE, input.remaining());
        ByteBuffer piece = input.slice(input.position(), length);
        input.position(input.position() + length);
        service.handler().messageReceived(this, Readable.readable(piece));
      }
    } catch (Exception e) {
      failed(e);
    }
  }

  /** Comes after the writes of the turn, unless they are another loop's. */
  private void acknowledge() {
    try {
      ack.settle();
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public IoWriteFuture writeBuffer(Buffer bytes) {
    if (isClosing()) {
      IoWriteFutureImpl refused = new IoWriteFutureImpl(remote, bytes);
      refused.setValue(new ClosedChannelException());
      return refused;
    }
    IoWriteFuture written = writes.add(remote, bytes);
    if (writes.schedule()) {
      if (loop.isCurrent()) {
        loop.flushLater(this::flush);
      } else {
        loop.execute(this::flush);
      }
    }
    return written;
  }

  private void flush() {
    writes.flushing();
    ack.answered();
    try {
      boolean done = !socket.isOpen() || writes.flush(socket, loop.output());
      SelectionKey registered = key;
      if (registered != null && registered.isValid()) {
        registered.interestOps(interest(done));
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private static int interest(boolean allWritten) {
    return allWritten ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
  }

  @Override
  public void failed(Exception cause) {
    if (isClosed()) {
      return;
    }
    try {
      service.handler().exceptionCaught(this, cause);
    } catch (Exception e) {
      cause.addSuppressed(e);
    }
    var _ = close(true);
  }

  @Override
  protected CloseFuture doCloseGracefully() {
    return builder().when(toString(), writes.pending()).build().close(false);
  }

  @Override
  protected void doCloseImmediately() {
    loop.execute(this::closeSocket);
    service.ended(this);
    loop.load().decrementAndGet();
    super.doCloseImmediately();
    IoHandler handler = service.handler();
    try {
      handler.sessionClosed(this);
    } catch (Exception _) {
      // It is closed; there is nobody left to tell.
    }
  }

  private void closeSocket() {
    try (socket) {
      var _ = writes.flush(socket, loop.output());
    } catch (IOException _) {
      // The peer is gone, and with it what was still to be said.
    }
    writes.fail(new WriteAbortedException("The connection was closed", null));
  }

  @Override
  public void shutdownOutputStream() {
    writes.pending().stream()
        .reduce((_, last) -> last)
        .ifPresentOrElse(last -> last.addListener(_ -> shutdown()), this::shutdown);
  }

  private void shutdown() {
    try {
      var _ = socket.shutdownOutput();
    } catch (IOException e) {
      failed(e);
    }
  }

  @Override
  public long getId() {
    return id;
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return remote;
  }

  @Override
  public SocketAddress getLocalAddress() {
    return local;
  }

  @Override
  public @Nullable SocketAddress getAcceptanceAddress() {
    return accepted;
  }

  @Override
  public IoService getService() {
    return service;
  }

  @Override
  public String toString() {
    return "connection with " + remote;
  }
}
