package io.sallyport.bastion.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, and gives each connection that comes to the loop with the least to do. */
final class LoopAcceptor extends LoopService implements IoAcceptor {

  private static final Logger log = LoggerFactory.getLogger(LoopAcceptor.class);
  private static final int BACKLOG = 1024;

  private record Bound(ServerSocketChannel socket, EventLoop loop) {}

  private final Map<SocketAddress, Bound> listening = new ConcurrentHashMap<>();

  LoopAcceptor(EventLoops loops, IoHandler handler) {
    super(loops, handler);
  }

  @Override
  public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
    for (SocketAddress address : addresses) {
      bind(address);
    }
  }

  @Override
  public void bind(SocketAddress address) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    EventLoop loop = loops().next();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(address, BACKLOG);
      var _ = socket.configureBlocking(false);
      listening.put(socket.getLocalAddress(), new Bound(socket, loop));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    loop.execute(() -> listen(loop, new Listener(socket)));
  }

  private static void listen(EventLoop loop, Listener listener) {
    try {
      var _ = loop.register(listener.socket(), SelectionKey.OP_ACCEPT, listener);
    } catch (IOException e) {
      listener.failed(e);
    }
  }

  /** A socket that listens; one connection for each time it is ready, so that others get theirs. */
  private final class Listener implements EventLoop.Served {
    private final ServerSocketChannel socket;

    Listener(ServerSocketChannel socket) {
      this.socket = socket;
    }

    ServerSocketChannel socket() {
      return socket;
    }

    @Override
    public void ready(int operations) throws IOException {
      SocketChannel accepted = socket.accept();
      if (accepted != null) {
        begin(accepted);
      }
    }

    private void begin(SocketChannel accepted) throws IOException {
      try {
        var _ = accepted.configureBlocking(false);
        EventLoop loop = loops().next();
        LoopSession session = session(loop, accepted, socket.getLocalAddress());
        loop.execute(session::begin);
      } catch (IOException e) {
        accepted.close();
        throw e;
      }
    }

    /** Accepting goes on: too many open files now may be few again later. */
    @Override
    public void failed(Exception cause) {
      if (socket.isOpen()) {
        log.warn("A connection could not be accepted: {}", cause.toString());
      }
    }
  }

  @Override
  public void unbind(Collection<? extends SocketAddress> addresses) {
    addresses.forEach(this::unbind);
  }

  /** The port is free a moment later: the JDK keeps a closed socket until its selector turns. */
  @Override
  public void unbind(SocketAddress address) {
    Bound bound = listening.remove(address);
    if (bound != null) {
      try {
        bound.socket().close();
      } catch (IOException e) {
        log.warn("{} could not be given back: {}", address, e.toString());
      }
      bound.loop().execute(() -> {});
    }
  }

  @Override
  public void unbind() {
    unbind(List.copyOf(listening.keySet()));
  }

  @Override
  public Set<SocketAddress> getBoundAddresses() {
    return Set.copyOf(listening.keySet());
  }

  @Override
  protected void preClose() {
    unbind();
    super.preClose();
  }
}
