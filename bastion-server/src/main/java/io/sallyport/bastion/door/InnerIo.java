package io.sallyport.bastion.door;

import java.net.SocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The network of the inner door, which has none: no port is bound and nothing accepted. It keeps
 * the handler, to which jump channels bring their connections.
 */
final class InnerIo implements IoServiceFactoryFactory {

  /** Any port but 0, for which MINA would look up what was bound. */
  static final int NO_PORT = 1;

  private @Nullable IoHandler handler;

  IoHandler handler() {
    if (handler == null) {
      throw new IllegalStateException("The inner door has not been started");
    }
    return handler;
  }

  @Override
  public IoServiceFactory create(FactoryManager manager) {
    return new Services();
  }

  @Override
  public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {}

  private final class Services extends AbstractCloseable implements IoServiceFactory {
    @Override
    public IoAcceptor createAcceptor(IoHandler created) {
      handler = created;
      return new NoAcceptor();
    }

    @Override
    public IoConnector createConnector(IoHandler created) {
      throw new UnsupportedOperationException("The inner door connects to nothing");
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
      return null;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {}
  }

  private static final class NoAcceptor extends AbstractCloseable implements IoAcceptor {
    @Override
    public void bind(Collection<? extends SocketAddress> addresses) {}

    @Override
    public void bind(SocketAddress address) {}

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {}

    @Override
    public void unbind(SocketAddress address) {}

    @Override
    public void unbind() {}

    @Override
    public Set<SocketAddress> getBoundAddresses() {
      return Set.of();
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
      return Map.of();
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
      return null;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {}
  }
}
