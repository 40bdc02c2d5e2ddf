package io.sallyport.bastion.testing;

import io.sallyport.bastion.hop.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pauses that are over at once; no other time passes. */
public final class ManualWaiting implements Waiting {

  // Guarded by this.
  private final List<Duration> pauses = new ArrayList<>();

  @Override
  public synchronized Duration now() {
    return pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public synchronized void pause(Duration time) {
    pauses.add(time);
  }

  /** All pauses so far. */
  public synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
