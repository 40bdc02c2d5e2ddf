package io.sallyport.bastion.relay;

import java.time.Duration;

/** When something last moved in a hop. Any thread may note it; one reads it now and then. */
final class Activity {
  private final Timers timers;
  private volatile Duration last;

  Activity(Timers timers) {
    this.timers = timers;
    this.last = timers.now();
  }

  void now() {
    last = timers.now();
  }

  Duration idle() {
    return timers.now().minus(last);
  }
}
