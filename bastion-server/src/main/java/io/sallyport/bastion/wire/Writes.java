package io.sallyport.bastion.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.sshd.common.channel.IoWriteFutureImpl;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * What is to be written to one socket, in its order. Any thread may add; the loop's thread writes,
 * as much as fits with one system call.
 */
final class Writes {

  private record Write(Buffer bytes, IoWriteFutureImpl written) {}

  // Guarded by this.
  private final Queue<Write> queue = new ArrayDeque<>();
  private boolean scheduled;

  /** Adds bytes; returns the future of their having been written. */
  synchronized IoWriteFuture add(Object id, Buffer bytes) {
    IoWriteFutureImpl written = new IoWriteFutureImpl(id, bytes);
    queue.add(new Write(bytes, written));
    return written;
  }

  /** Whether somebody has to see to a flush now, because nobody does yet. */
  synchronized boolean schedule() {
    boolean first = !scheduled;
    scheduled = true;
    return first;
  }

  /** A flush begins: what is added from now on needs another one. */
  synchronized void flushing() {
    scheduled = false;
  }

  /**
   * Writes to the socket until nothing is left or it takes no more.
   *
   * @param batch an empty direct buffer
   * @return whether nothing is left
   */
  boolean flush(WritableByteChannel socket, ByteBuffer batch) throws IOException {
    while (fill(batch.clear())) {
      int size = batch.flip().remaining();
      int written = socket.write(batch);
      remove(written).forEach(done -> done.setValue(true));
      if (written < size) {
        return false;
      }
    }
    remove(0).forEach(empty -> empty.setValue(true));
    return true;
  }

  private synchronized boolean fill(ByteBuffer batch) {
    for (Write write : queue) {
      int length = Math.min(batch.remaining(), write.bytes().available());
      batch.put(write.bytes().array(), write.bytes().rpos(), length);
      if (!batch.hasRemaining()) {
        break;
      }
    }
    return batch.position() > 0;
  }

  private synchronized List<IoWriteFutureImpl> remove(int count) {
    List<IoWriteFutureImpl> done = new ArrayList<>();
    int rest = count;
    while (!queue.isEmpty() && queue.element().bytes().available() <= rest) {
      rest -= queue.element().bytes().available();
      done.add(queue.remove().written());
    }
    if (rest > 0) {
      Buffer first = queue.element().bytes();
      first.rpos(first.rpos() + rest);
    }
    return done;
  }

  /** The futures of what has not been written yet. */
  synchronized List<IoWriteFuture> pending() {
    return queue.stream().<IoWriteFuture>map(Write::written).toList();
  }

  /** Gives up on everything that is left. */
  void fail(Exception cause) {
    List<IoWriteFutureImpl> lost;
    synchronized (this) {
      lost = queue.stream().map(Write::written).toList();
      queue.clear();
    }
    lost.forEach(future -> future.setValue(cause));
  }
}
