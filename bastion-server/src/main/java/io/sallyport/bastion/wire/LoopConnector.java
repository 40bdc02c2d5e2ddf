package io.sallyport.bastion.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.jspecify.annotations.Nullable;

/** Makes connections, each on the loop that {@link EventLoops.Place} names. */
final class LoopConnector extends LoopService implements IoConnector {

  LoopConnector(EventLoops loops, IoHandler handler) {
    super(loops, handler);
  }

  @Override
  public IoConnectFuture connect(
      SocketAddress address,
      @Nullable AttributeRepository context,
      @Nullable SocketAddress localAddress) {
    IoConnectFuture future = new DefaultIoConnectFuture(address, null);
    EventLoop loop = loops().next();
    try {
      SocketChannel socket = SocketChannel.open();
      var _ = socket.configureBlocking(false);
      var _ = localAddress == null ? socket : socket.bind(localAddress);
      loop.execute(new Attempt(loop, socket, address, context, future)::begin);
    } catch (IOException | RuntimeException e) {
      future.setException(e);
    }
    return future;
  }

  /** One connection that is being made. */
  private final class Attempt implements EventLoop.Served {
    private final EventLoop loop;
    private final SocketChannel socket;
    private final SocketAddress address;
    private final @Nullable AttributeRepository context;
    private final IoConnectFuture future;

    Attempt(
        EventLoop loop,
        SocketChannel socket,
        SocketAddress address,
        @Nullable AttributeRepository context,
        IoConnectFuture future) {
      this.loop = loop;
      this.socket = socket;
      this.address = address;
      this.context = context;
      this.future = future;
    }

    void begin() {
      try {
        if (socket.connect(address)) {
          connected();
        } else {
          var _ = loop.register(socket, SelectionKey.OP_CONNECT, this);
        }
      } catch (IOException | RuntimeException e) {
        failed(e);
      }
    }

    @Override
    public void ready(int operations) throws IOException {
      if (socket.finishConnect()) {
        connected();
      }
    }

    private void connected() throws IOException {
      LoopSession session = session(loop, socket, null);
      if (context != null) {
        var _ = session.setAttribute(AttributeRepository.class, context);
      }
      session.begin();
      future.setSession(session);
      if (future.getSession() != session) {
        var _ = session.close(true); // nobody waits for it any more
      }
    }

    @Override
    public void failed(Exception cause) {
      try {
        socket.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
      future.setException(cause);
    }
  }
}
