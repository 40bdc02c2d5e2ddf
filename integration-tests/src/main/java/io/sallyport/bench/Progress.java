package io.sallyport.bench;

/** What is being measured now, for whoever waits; on standard error, so that the table is alone. */
final class Progress {
  private static final long STARTED = System.nanoTime();

  private Progress() {}

  static void say(String what) {
    System.err.printf("%5.0f s  %s%n", (System.nanoTime() - STARTED) / 1e9, what);
  }
}
