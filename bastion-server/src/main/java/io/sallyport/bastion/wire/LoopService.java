package io.sallyport.bastion.wire;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractInnerCloseable;
import org.jspecify.annotations.Nullable;

/** The connections of one server or client. */
abstract class LoopService extends AbstractInnerCloseable implements IoService {

  private final EventLoops loops;
  private final IoHandler handler;
  private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();

  LoopService(EventLoops loops, IoHandler handler) {
    this.loops = loops;
    this.handler = handler;
  }

  EventLoops loops() {
    return loops;
  }

  IoHandler handler() {
    return handler;
  }

  /** A connection over this socket, which is not blocking any more. */
  LoopSession session(EventLoop loop, SocketChannel socket, @Nullable SocketAddress accepted)
      throws IOException {
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    return new LoopSession(this, loop, socket, accepted);
  }

  void began(LoopSession session) {
    sessions.put(session.getId(), session);
  }

  void ended(LoopSession session) {
    sessions.remove(session.getId());
  }

  @Override
  protected Closeable getInnerCloseable() {
    return builder().parallel(toString(), sessions.values()).build();
  }

  @Override
  public Map<Long, IoSession> getManagedSessions() {
    return Map.copyOf(sessions);
  }

  @Override
  public @Nullable IoServiceEventListener getIoServiceEventListener() {
    return null;
  }

  @Override
  public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {}
}
