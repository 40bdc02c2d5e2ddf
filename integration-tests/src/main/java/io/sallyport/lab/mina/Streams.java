package io.sallyport.lab.mina;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The three pumps between a process and its channel, each a virtual thread. */
final class Streams {
  private static final int BLOCK = 32 * 1024;

  private final Process process;
  private final Thread output;
  private final Thread error;

  Streams(Process process, InputStream in, OutputStream out, OutputStream err) {
    this.process = process;
    Thread.startVirtualThread(() -> pump(in, process.getOutputStream(), true));
    output = Thread.startVirtualThread(() -> pump(process.getInputStream(), out, false));
    error = Thread.startVirtualThread(() -> pump(process.getErrorStream(), err, false));
  }

  /** Waits until the process has ended and all it wrote has been passed on; gives its status. */
  int join() {
    try {
      int status = process.waitFor();
      output.join();
      error.join();
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static void pump(InputStream from, OutputStream to, boolean close) {
    byte[] block = new byte[BLOCK];
    try {
      for (int count = from.read(block); count >= 0; count = from.read(block)) {
        to.write(block, 0, count);
        to.flush();
      }
    } catch (IOException _) {
      // One side is gone; the other one learns of it through the end of the process or channel.
    } finally {
      if (close) {
        closeQuietly(to);
      }
    }
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // the process has ended already
    }
  }
}
