package io.sallyport.bench;

/** Wall clock and CPU time of one transfer. */
final class Meter {
  private final ProcessTree server;
  private final double cpuBefore;
  private final long started;
  private long stopped;

  private Meter(ProcessTree server) {
    this.server = server;
    cpuBefore = server.cpuSeconds();
    started = System.nanoTime();
  }

  static Meter start(ProcessTree server) {
    return new Meter(server);
  }

  /** The last byte has arrived. */
  void stopClock() {
    stopped = System.nanoTime();
  }

  /** What was taken until now, when the client has gone, too. */
  Mover.Taken taken(long bytes) {
    return new Mover.Taken(bytes, (stopped - started) / 1e9, server.cpuSeconds() - cpuBefore);
  }
}
