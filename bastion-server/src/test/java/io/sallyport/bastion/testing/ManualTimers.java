package io.sallyport.bastion.testing;

import io.sallyport.bastion.relay.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Timers whose time passes when a test says so. */
public final class ManualTimers implements Timers {

  private record Due(Duration at, Runnable action) {}

  // Guarded by this.
  private final List<Due> pending = new ArrayList<>();
  private Duration now = Duration.ZERO;

  @Override
  public synchronized Duration now() {
    return now;
  }

  @Override
  public synchronized Pending after(Duration delay, Runnable action) {
    Due due = new Due(now.plus(delay), action);
    pending.add(due);
    return () -> cancel(due);
  }

  private synchronized void cancel(Due due) {
    pending.remove(due);
  }

  /** Lets time pass; what becomes due meanwhile is done, in its order, on the caller's thread. */
  public void pass(Duration time) {
    Duration end;
    synchronized (this) {
      end = now.plus(time);
    }
    for (var due = next(end); due.isPresent(); due = next(end)) {
      due.get().action().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized Optional<Due> next(Duration end) {
    Optional<Due> first =
        pending.stream()
            .filter(due -> due.at().compareTo(end) <= 0)
            .min(Comparator.comparing(Due::at));
    first.ifPresent(due -> {
      pending.remove(due);
      now = due.at();
    });
    return first;
  }

  /** How much is still to be done. */
  public synchronized int pending() {
    return pending.size();
  }
}
