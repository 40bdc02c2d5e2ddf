package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** A program that has not ended yet, and what it has written so far. */
public final class StartedProgram {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final ChannelSession channel;

  // Guarded by this.
  private final StringBuilder output = new StringBuilder();

  /** Opens the channel, which starts the program. */
  public StartedProgram(ChannelSession channel) throws IOException {
    this.channel = channel;
    channel.setOut(new Collector());
    channel.setErr(OutputStream.nullOutputStream());
    channel.open().verify(LIMIT);
  }

  /** Waits until the program has written this. */
  public synchronized void awaitOutput(String text) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!output.toString().contains(text)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("no " + text + " in " + output);
      }
      wait(left);
    }
  }

  /** Waits for the end; returns all that was written. */
  public String end() {
    if (!channel
        .waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT)
        .contains(ClientChannelEvent.CLOSED)) {
      throw new AssertionError("the channel did not close");
    }
    synchronized (this) {
      return output.toString();
    }
  }

  private void add(byte[] data, int offset, int length) {
    synchronized (this) {
      output.append(new String(data, offset, length, UTF_8));
      notifyAll();
    }
  }

  private final class Collector extends OutputStream {
    @Override
    public void write(int value) {
      add(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) {
      add(data, offset, length);
    }
  }
}
