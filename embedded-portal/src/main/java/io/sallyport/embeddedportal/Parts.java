package io.sallyport.embeddedportal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in reverse order. Used by one thread at a time. */
final class Parts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  private final Deque<Runnable> stops = new ArrayDeque<>();

  <T> T started(T part, Consumer<T> stop) {
    stops.push(() -> stop.accept(part));
    return part;
  }

  /** Stops all of them, also when one fails; does nothing the second time. */
  @Override
  public void close() {
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (RuntimeException e) {
        log.error("stopping a part of the portal", e);
      }
    }
  }
}
