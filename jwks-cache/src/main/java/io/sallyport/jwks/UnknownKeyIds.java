package io.sallyport.jwks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The key ids that somebody has asked for in vain: an id that the source did not know when it was
 * asked is no reason to ask it again for a while. Times are {@link WatchedClock#uptime}.
 *
 * <p>Nothing here waits. Whoever invents ids fills the memory, and thereby gains no more than that
 * an id is forgotten: how often the source is asked is limited elsewhere.
 */
final class UnknownKeyIds {
  static final int MOST = 256;

  private final Duration memory;
  private final Map<String, Duration> missedAt = new ConcurrentHashMap<>();

  /** When the question began that was answered last. */
  private volatile Duration answeredAt = Duration.ofSeconds(Long.MIN_VALUE);

  /** Ids are remembered for this long. */
  UnknownKeyIds(Duration memory) {
    this.memory = memory;
  }

  /** Whether asking the source could bring this key, which is not in the set that it sent last. */
  boolean isWorthAsking(String id, Duration now) {
    Duration missed = missedAt.get(id);
    if (missed != null && now.minus(missed).compareTo(memory) < 0) {
      return missed.compareTo(answeredAt) > 0;
    }
    if (missed != null || missedAt.size() < MOST) {
      missedAt.put(id, now);
    }
    return true;
  }

  /** The source was asked from then on, and has answered with its keys. */
  void answered(Duration begin) {
    answeredAt = begin;
    missedAt.values().removeIf(missed -> begin.minus(missed).compareTo(memory) >= 0);
  }
}
