package io.sallyport.bastion.hop;

import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One group of I/O threads for the outer door and all hops: what comes in on one connection goes
 * out on another without changing the thread.
 */
public final class SharedIo implements IoServiceFactoryFactory {

  private final Nio2ServiceFactoryFactory nio2 = new Nio2ServiceFactoryFactory(null);
  private @Nullable IoServiceFactory shared;

  @Override
  public synchronized IoServiceFactory create(FactoryManager manager) {
    IoServiceFactory existing = shared;
    if (existing == null) {
      existing = nio2.create(manager);
      shared = existing;
    }
    return existing;
  }

  @Override
  public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
    nio2.setExecutorServiceFactory(factory);
  }
}
