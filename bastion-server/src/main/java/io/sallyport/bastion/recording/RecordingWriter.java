package io.sallyport.bastion.recording;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes a hop's recording, and the queue before it.
 *
 * <p>Any thread may {@link #add}; only the writer's own virtual thread runs the writes. After the
 * first failure nothing more is written and everything that waits for room is let go, because the
 * session is being ended.
 */
final class RecordingWriter {

  /** How many bytes may wait for the disk before the relay stops granting window. */
  static final int BACKLOG_LIMIT = 4 << 20;

  private static final Duration LINGER = Duration.ofMillis(1);

  /** A write to a file of the recording. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  private record Entry(int bytes, Write write, boolean last) {}

  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final Write flush;
  private final Consumer<IOException> onFailure;

  // Guarded by this.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int backlog;
  private @Nullable IOException failure;

  RecordingWriter(String name, Write flush, Consumer<IOException> onFailure) {
    this.flush = flush;
    this.onFailure = onFailure;
    Thread.ofVirtual().name("recording-" + name).start(this::drain);
  }

  /** Queues a write that holds this many bytes in memory until it is done. */
  void add(int bytes, Write write) {
    synchronized (this) {
      backlog += bytes;
    }
    queue.add(new Entry(bytes, write, false));
  }

  /** Queues the last write; the thread ends after it. */
  void finish(Write close) {
    queue.add(new Entry(0, close, true));
  }

  /** Runs the action now if there is room, or when there is. */
  void whenRoom(Runnable action) {
    synchronized (this) {
      if (failure == null && backlog > BACKLOG_LIMIT) {
        waiting.add(action);
        return;
      }
    }
    action.run();
  }

  /** Refuses to go on after a failed write. */
  synchronized void requireHealthy() throws IOException {
    if (failure != null) {
      throw new IOException("An earlier write to this recording failed", failure);
    }
  }

  private void drain() {
    try {
      Entry entry;
      do {
        entry = next();
        write(entry);
        release(entry.bytes());
      } while (!entry.last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a write; and then a moment longer, so that it is not woken again for each one. */
  private Entry next() throws InterruptedException {
    Entry ready = queue.poll();
    if (ready != null) {
      return ready;
    }
    Entry first = queue.take();
    LockSupport.parkNanos(LINGER.toNanos());
    return first;
  }

  private void write(Entry entry) {
    if (failed() && !entry.last()) {
      return;
    }
    try {
      entry.write().run();
      if (queue.isEmpty() && !entry.last()) {
        flush.run();
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new IOException("A write to the recording broke off", e));
    }
  }

  private void release(int bytes) {
    Queue<Runnable> ready = new ArrayDeque<>();
    synchronized (this) {
      backlog -= bytes;
      if (failure != null || backlog <= BACKLOG_LIMIT) {
        ready.addAll(waiting);
        waiting.clear();
      }
    }
    ready.forEach(Runnable::run);
  }

  private synchronized boolean failed() {
    return failure != null;
  }

  private void fail(IOException e) {
    synchronized (this) {
      if (failure != null) {
        return;
      }
      failure = e;
    }
    onFailure.accept(e);
  }
}
