package io.sallyport.bastion.testing;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.audit.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** An audit in memory, whose readers can wait for an event. */
public final class MemoryAudit implements Audit {

  private static final long LONGEST_WAIT_MS = 10_000;

  // Guarded by this.
  private final List<AuditEvent> events = new ArrayList<>();

  @Override
  public synchronized void record(SessionId session, AuditEvent event) {
    events.add(event);
    notifyAll();
  }

  public synchronized List<AuditEvent> events() {
    return List.copyOf(events);
  }

  /** The events of one kind, in their order. */
  public synchronized <E extends AuditEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The first event of this kind; waits until there is one. */
  public <E extends AuditEvent> E await(Class<E> kind) throws InterruptedException {
    return await(kind, _ -> true);
  }

  /** The first event of this kind that is so; waits until there is one. */
  public synchronized <E extends AuditEvent> E await(Class<E> kind, Predicate<E> so)
      throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT_MS * 1_000_000;
    while (true) {
      var found = events(kind).stream().filter(so).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("no such " + kind.getSimpleName() + " in " + events);
      }
      wait(left);
    }
  }
}
