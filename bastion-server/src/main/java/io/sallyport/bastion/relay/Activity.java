package io.sallyport.bastion.relay;

import java.time.Duration;

/** When something last moved in a hop. Any thread may note it; one reads it now and then. */
final class Activity {

  private volatile long last = System.nanoTime();

  void now() {
    last = System.nanoTime();
  }

  Duration idle() {
    return Duration.ofNanos(System.nanoTime() - last);
  }
}
