package io.sallyport.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Polling with a deadline: the only place where the lab waits for something it cannot be told of.
 */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /** True as soon as the condition holds, false when the limit has passed without it. */
  public static boolean holds(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }

  /** Waits until the condition holds; {@code what} completes "waited 5 s for …". */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    if (!holds(limit, condition)) {
      throw new LabException("waited " + limit.toMillis() / 1000.0 + " s for " + what);
    }
  }

  /** The first value that the source has, within the limit. */
  public static <T> T value(String what, Duration limit, Supplier<Optional<T>> source) {
    Holder<T> holder = new Holder<>();
    until(what, limit, () -> holder.take(source.get()));
    return holder.found.orElseThrow();
  }

  private static final class Holder<T> {
    private Optional<T> found = Optional.empty();

    boolean take(Optional<T> candidate) {
      found = candidate;
      return candidate.isPresent();
    }
  }
}
