package io.sallyport.bastion.relay;

import java.time.Duration;

/** Does things later. What it does must be short and must not wait. */
public interface Timers {

  /** Something that is to be done, unless it is called off. */
  @FunctionalInterface
  interface Pending {
    void cancel();
  }

  /** The time that has passed since some moment, which stays the same. */
  Duration now();

  /** Does something once, after this time. */
  Pending after(Duration delay, Runnable action);
}
