package io.sallyport.bastion.relay;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for the timers of all sessions. */
public final class TimerThread implements Timers, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TimerThread.class);

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("timers").factory(), (_, _) -> {});

  public TimerThread() {
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }

  @Override
  public Pending after(Duration delay, Runnable action) {
    ScheduledFuture<?> future =
        executor.schedule(() -> run(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> {
      var _ = future.cancel(false);
    };
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("Something that was due could not be done", e);
    }
  }

  @Override
  public void close() {
    var _ = executor.shutdownNow();
  }
}
