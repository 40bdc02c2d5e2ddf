package io.sallyport.bastion.portal;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has a {@link Heartbeat} beat, at once and then whenever it wants to, until it is closed. */
final class Pulse implements AutoCloseable {

  private final Heartbeat heart;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("heartbeat").factory());

  Pulse(Heartbeat heart) {
    this.heart = heart;
    thread.execute(this::beat);
  }

  private void beat() {
    long next = heart.beat().toMillis();
    if (!thread.isShutdown()) {
      var _ = thread.schedule(this::beat, next, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    var _ = thread.shutdownNow();
  }
}
