package io.sallyport.bastion.recording;

import java.time.Duration;

/** How fast a terminal's recording is played. */
@FunctionalInterface
public interface Pace {

  /** Waits for the pause between two pieces of output, or for as much of it as is wanted. */
  void pause(Duration pause) throws InterruptedException;

  /** A pace that waits for nothing. */
  static Pace atOnce() {
    return _ -> {};
  }

  /** The original pace times {@code speed}, with no pause longer than {@code longest}. */
  static Pace original(double speed, Duration longest) {
    return pause -> {
      Duration scaled = Duration.ofNanos((long) (pause.toNanos() / speed));
      Thread.sleep(scaled.compareTo(longest) < 0 ? scaled : longest);
    };
  }
}
