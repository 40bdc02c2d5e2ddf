package io.sallyport.bastion.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and the sockets that it serves. In each turn it reads what has arrived on a socket,
 * has it handled, and then writes what that has produced, for every socket at once.
 *
 * <p>A connection and the hop that serves it live on the same loop, so that relaying changes no
 * thread.
 */
final class EventLoop {

  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
  private static final ThreadLocal<@Nullable EventLoop> CURRENT = new ThreadLocal<>();

  /** How much is read from, and written to, a socket in one system call. */
  static final int BATCH = 256 * 1024;

  private static final Duration ENDING = Duration.ofSeconds(10);

  /** A channel that waits for its socket. */
  interface Served {
    void ready(int operations) throws IOException;

    void failed(Exception cause);
  }

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger load = new AtomicInteger();
  private volatile boolean stopped;

  // Used by the loop's thread only.
  private final ByteBuffer input = ByteBuffer.allocateDirect(BATCH);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BATCH);
  private final Queue<Runnable> endOfTurn = new ArrayDeque<>();
  private final Queue<Runnable> flushes = new ArrayDeque<>();

  EventLoop(int number) throws IOException {
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().daemon().name("io-" + number).unstarted(this::begin);
  }

  void start() {
    thread.start();
  }

  /** The loop whose thread this is, if any. */
  static @Nullable EventLoop current() {
    return CURRENT.get();
  }

  boolean isCurrent() {
    return CURRENT.get() == this;
  }

  /** The number of connections that it serves. */
  AtomicInteger load() {
    return load;
  }

  /** A buffer for one read; empty, and used by nobody else within a turn. */
  ByteBuffer input() {
    return input.clear();
  }

  /** A buffer for one write, likewise. */
  ByteBuffer output() {
    return output.clear();
  }

  /** Does something on the loop's thread, in a turn of its own. */
  void execute(Runnable task) {
    tasks.add(task);
    if (!isCurrent()) {
      selector.wakeup();
    }
  }

  /** Does something at the end of this turn, before sockets are written. On the loop's thread. */
  void atEndOfTurn(Runnable action) {
    endOfTurn.add(action);
  }

  /** Writes a socket at the end of this turn. On the loop's thread. */
  void flushLater(Runnable flush) {
    flushes.add(flush);
  }

  SelectionKey register(SelectableChannel channel, int operations, Served served)
      throws IOException {
    return channel.register(selector, operations, served);
  }

  /** Ends the thread and closes what is still open, as soon as the current turn is over. */
  void stop() {
    stopped = true;
    selector.wakeup();
  }

  /** Waits until the thread has ended; not for ever, and not if it is the one that asks. */
  void awaitEnd() {
    try {
      if (!isCurrent() && !thread.join(ENDING)) {
        log.warn("The I/O thread {} has not ended", thread.getName());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** As a thread of MINA's own, because MINA lets others wait while a connection exchanges keys. */
  private void begin() {
    CURRENT.set(this);
    try (selector) {
      var _ = ThreadUtils.runAsInternal(this, EventLoop::run);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      log.error("The I/O thread {} has ended", thread.getName(), e);
    }
  }

  private boolean run() {
    while (!stopped) {
      try {
        var _ = selector.select(this::serve);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ClosedSelectorException _) {
        return true;
      }
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        turn(task);
      }
    }
    tasks.forEach(EventLoop::guarded);
    return true;
  }

  private void serve(SelectionKey key) {
    if (key.attachment() instanceof Served served) {
      turn(() -> {
        try {
          if (key.isValid()) {
            served.ready(key.readyOps());
          }
        } catch (IOException | RuntimeException e) {
          served.failed(e);
        }
      });
    }
  }

  /** What one event brings about, and then the writes that came of it. */
  private void turn(Runnable event) {
    guarded(event);
    while (!endOfTurn.isEmpty() || !flushes.isEmpty()) {
      Runnable next = endOfTurn.isEmpty() ? flushes.remove() : endOfTurn.remove();
      guarded(next);
    }
  }

  /** One connection's failure must not be another's. */
  private static void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("Something went wrong on an I/O thread", e);
    }
  }
}
