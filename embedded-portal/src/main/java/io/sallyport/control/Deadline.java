package io.sallyport.control;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;

/**
 * A time limit for everything that is done with a channel: when it is over the channel is closed,
 * and whoever waits for it gets an {@link java.nio.channels.AsynchronousCloseException}.
 */
final class Deadline implements AutoCloseable {
  private final Thread timer;

  private Deadline(Thread timer) {
    this.timer = timer;
  }

  static Deadline after(Duration limit, Channel channel) {
    return new Deadline(
        Thread.ofVirtual().name("control-deadline").start(() -> closeAfter(limit, channel)));
  }

  private static void closeAfter(Duration limit, Channel channel) {
    try {
      Thread.sleep(limit);
      channel.close();
    } catch (InterruptedException _) {
      // In time.
    } catch (IOException _) {
      // Nobody can use it any more, which is what was wanted.
    }
  }

  /** Lifts the limit. */
  @Override
  public void close() {
    timer.interrupt();
  }
}
