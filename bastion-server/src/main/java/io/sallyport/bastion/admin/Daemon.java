package io.sallyport.bastion.admin;

import java.util.concurrent.CountDownLatch;

/** A server that runs in the foreground until SIGTERM or SIGINT. */
final class Daemon {

  private Daemon() {}

  /** Says that it is ready, waits for a signal, and closes it. */
  static int run(String ready, AutoCloseable server) {
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "shutdown"));
    System.out.println(ready);
    System.out.flush();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      System.err.println("sallyport: did not stop cleanly: " + e.getMessage());
    }
  }
}
