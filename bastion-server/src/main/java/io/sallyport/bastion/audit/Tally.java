package io.sallyport.bastion.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the audit is told, and knows which hops are open; passes everything on. */
public final class Tally implements Audit {

  /** More clients than may be connected at once; who came first is forgotten first. */
  private static final int MOST_ADDRESSES = 10_000;

  /** A hop that is open. */
  public record OpenHop(String identity, String from, String destination, Instant since) {}

  private record Key(SessionId session, int hop) {}

  private final Audit next;
  private final InstantSource clock;

  // Guarded by this.
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<Key, OpenHop> hops = new LinkedHashMap<>();
  private final Map<SessionId, String> addresses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, String> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  public Tally(Audit next, InstantSource clock) {
    this.next = next;
    this.clock = clock;
  }

  @Override
  public void record(SessionId session, AuditEvent event) {
    note(session, event);
    next.record(session, event);
  }

  private synchronized void note(SessionId session, AuditEvent event) {
    var _ = counts.merge(event.event(), 1L, Long::sum);
    switch (event) {
      case AuditEvent.Authentication known -> addresses.put(session, known.address());
      case AuditEvent.HopStarted started ->
          hops.put(new Key(session, started.hop()), open(session, started));
      case AuditEvent.HopEnded ended -> hops.remove(new Key(session, ended.hop()));
      default -> {}
    }
  }

  private OpenHop open(SessionId session, AuditEvent.HopStarted hop) {
    return new OpenHop(
        hop.identity(),
        addresses.getOrDefault(session, ""),
        hop.login() + "@" + hop.target(),
        clock.instant());
  }

  /** How many events of each kind there were since the start. */
  public synchronized Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** The hops that are open, the oldest first. */
  public synchronized List<OpenHop> openHops() {
    return List.copyOf(hops.values());
  }
}
