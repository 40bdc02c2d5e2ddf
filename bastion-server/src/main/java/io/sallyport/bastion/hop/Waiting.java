package io.sallyport.bastion.hop;

import java.time.Duration;

/** The time in which a backend is tried again and again, and the pauses between the tries. */
public interface Waiting {

  /** The time since some moment in the past. */
  Duration now();

  /**
   * Lets this much time pass.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void pause(Duration time) throws InterruptedException;

  /** By the machine's own clock. */
  static Waiting really() {
    return new Waiting() {
      @Override
      public Duration now() {
        return Duration.ofNanos(System.nanoTime());
      }

      @Override
      public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
      }
    };
  }
}
