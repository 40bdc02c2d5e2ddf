package io.sallyport.embeddedportal.people;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The time that every refusal takes: the mean of the last ten successes and a random part, never
 * under 250 ms. How long the portal has thought says then nothing about why it refused. Safe for
 * many threads.
 */
public final class Pace {
  static final Duration LEAST = Duration.ofMillis(250);
  static final Duration AT_FIRST = Duration.ofSeconds(1);
  static final Duration RANDOM_PART = Duration.ofMillis(85);
  static final int REMEMBERED = 10;

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  private final LongSupplier nanoTime;
  private final Pause pause;
  private final RandomGenerator random;

  // Guarded by this; the newest last.
  private final Deque<Duration> successes = new ArrayDeque<>();

  Pace(LongSupplier nanoTime, Pause pause, RandomGenerator random) {
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.random = random;
    for (int i = 0; i < REMEMBERED; i++) {
      successes.add(AT_FIRST);
    }
  }

  /** In real time. */
  public static Pace real() {
    return new Pace(System::nanoTime, Thread::sleep, new SecureRandom());
  }

  /** One attempt, from its first moment. */
  final class Attempt {
    private final long began = nanoTime.getAsLong();

    private Duration elapsed() {
      return Duration.ofNanos(nanoTime.getAsLong() - began);
    }

    /** It succeeded: the next refusals take about as long. */
    void succeeded() {
      remember(elapsed());
    }

    /** It failed: returns when it has taken as long as every other. */
    void refused() throws InterruptedException {
      Duration rest = target().minus(elapsed());
      if (rest.isPositive()) {
        pause.last(rest);
      }
    }
  }

  Attempt begin() {
    return new Attempt();
  }

  private synchronized void remember(Duration success) {
    successes.removeFirst();
    successes.addLast(success);
  }

  private synchronized Duration target() {
    Duration mean =
        successes.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(successes.size());
    Duration least = mean.compareTo(LEAST) < 0 ? LEAST : mean;
    return least.plusNanos(random.nextLong(RANDOM_PART.toNanos() + 1));
  }
}
