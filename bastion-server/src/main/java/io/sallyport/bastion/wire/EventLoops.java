package io.sallyport.bastion.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The I/O threads of a bastion, one for each processor: shared by the outer door and all hops.
 *
 * <p>Closed after everything that uses them.
 */
public final class EventLoops implements IoServiceFactoryFactory, AutoCloseable {

  private static final ThreadLocal<@Nullable EventLoop> WANTED = new ThreadLocal<>();

  private final List<EventLoop> loops = new ArrayList<>();

  private EventLoops() {}

  /**
   * Starts the threads.
   *
   * @throws IOException if the operating system has no more selectors
   */
  public static EventLoops start() throws IOException {
    EventLoops started = new EventLoops();
    for (int i = 1; i <= Runtime.getRuntime().availableProcessors(); i++) {
      EventLoop loop = new EventLoop(i);
      started.loops.add(loop);
      loop.start();
    }
    return started;
  }

  /** A place for connections that belong together. */
  public static final class Place {
    private final @Nullable EventLoop loop;

    private Place(@Nullable EventLoop loop) {
      this.loop = loop;
    }

    /** Has the connections that this action opens served here. */
    public <T> T opening(Callable<T> action) throws Exception {
      WANTED.set(loop);
      try {
        return action.call();
      } finally {
        WANTED.remove();
      }
    }
  }

  /** Where the connection is served that the current thread is busy with; otherwise anywhere. */
  public static Place here() {
    return new Place(EventLoop.current());
  }

  /**
   * Does something when everything that came with the current read has been handled, and before
   * anything is written; at once on a thread that is no I/O thread.
   */
  public static void atEndOfTurn(Runnable action) {
    EventLoop loop = EventLoop.current();
    if (loop == null) {
      action.run();
    } else {
      loop.atEndOfTurn(action);
    }
  }

  /** The loop that was asked for, or the one with the least to do. */
  EventLoop next() {
    EventLoop wanted = WANTED.get();
    if (wanted != null && loops.contains(wanted)) {
      return wanted;
    }
    return loops.stream()
        .min(Comparator.comparingInt((EventLoop loop) -> loop.load().get()))
        .orElseThrow();
  }

  @Override
  public IoServiceFactory create(FactoryManager manager) {
    return new LoopServices(this);
  }

  @Override
  public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {}

  /** Ends the threads, and waits until they have ended: only then are the ports free again. */
  @Override
  public void close() {
    loops.forEach(EventLoop::stop);
    loops.forEach(EventLoop::awaitEnd);
  }
}
