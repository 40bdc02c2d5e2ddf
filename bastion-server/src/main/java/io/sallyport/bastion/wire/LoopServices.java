package io.sallyport.bastion.wire;

import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/** What one server or client has of the shared loops; closing it leaves the loops running. */
final class LoopServices extends AbstractCloseable implements IoServiceFactory {

  private final EventLoops loops;

  LoopServices(EventLoops loops) {
    this.loops = loops;
  }

  @Override
  public IoConnector createConnector(IoHandler handler) {
    return new LoopConnector(loops, handler);
  }

  @Override
  public IoAcceptor createAcceptor(IoHandler handler) {
    return new LoopAcceptor(loops, handler);
  }

  @Override
  public @Nullable IoServiceEventListener getIoServiceEventListener() {
    return null;
  }

  /** Nobody listens: the doors and the hops see their sessions begin and end. */
  @Override
  public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {}
}
