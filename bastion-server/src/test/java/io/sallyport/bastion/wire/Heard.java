package io.sallyport.bastion.wire;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** A handler that remembers what it was told, and reacts to what comes in as the test says. */
final class Heard implements IoHandler {

  /** What is done with a message, on the loop's thread. */
  interface Reaction {
    void to(IoSession session, byte[] bytes) throws Exception;
  }

  final BlockingQueue<IoSession> created = new LinkedBlockingQueue<>();
  final BlockingQueue<IoSession> closed = new LinkedBlockingQueue<>();
  final BlockingQueue<Throwable> caught = new LinkedBlockingQueue<>();
  final BlockingQueue<Thread> creators = new LinkedBlockingQueue<>();

  private final Reaction reaction;
  private final Queue<Integer> lengths = new ConcurrentLinkedQueue<>();

  // Guarded by this.
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Heard(Reaction reaction) {
    this.reaction = reaction;
  }

  /** A handler that only listens. */
  static Heard only() {
    return new Heard((_, _) -> {});
  }

  /** A handler that sends everything back. */
  static Heard echo() {
    return new Heard((session, bytes) -> session.writeBuffer(new ByteArrayBuffer(bytes)));
  }

  /** The next of these things; waits for it. */
  static <T> T next(BlockingQueue<T> things) throws InterruptedException {
    T next = things.poll(15, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("it did not happen");
    }
    return next;
  }

  /** Everything that has come, when it is so much. */
  synchronized byte[] await(int size) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (bytes.size() < size) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(bytes.size() + " bytes have come, not " + size);
      }
      wait(left);
    }
    return bytes.toByteArray();
  }

  /** The sizes of the messages, in their order. */
  List<Integer> lengths() {
    return List.copyOf(lengths);
  }

  @Override
  public void sessionCreated(IoSession session) {
    creators.add(Thread.currentThread());
    created.add(session);
  }

  @Override
  public void sessionClosed(IoSession session) {
    closed.add(session);
  }

  @Override
  public void exceptionCaught(IoSession session, Throwable cause) {
    caught.add(cause);
  }

  @Override
  public void messageReceived(IoSession session, Readable message) throws Exception {
    byte[] own = new byte[message.available()];
    message.getRawBytes(own, 0, own.length);
    lengths.add(own.length);
    synchronized (this) {
      bytes.writeBytes(own);
      notifyAll();
    }
    reaction.to(session, own);
  }
}
