package io.sallyport.bastion.door;

import io.sallyport.bastion.policy.Warrant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who was announced where, lately and with the groups that they still have. Forgotten after a
 * while, so that a backend hears now and then of those who come. Safe for many threads.
 */
final class Acquaintances {

  private static final Duration LIFE = Duration.ofHours(12);
  private static final int MOST = 10_000;

  private record Key(String target, String person) {}

  private record Known(Set<String> groups, Instant until) {}

  private final InstantSource clock;
  private final int most;

  // Guarded by this; the oldest come first.
  private final Map<Key, Known> known = new LinkedHashMap<>();

  Acquaintances(InstantSource clock) {
    this(clock, MOST);
  }

  Acquaintances(InstantSource clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /** Whether the target knows this person as they are now. */
  synchronized boolean include(Warrant warrant) {
    Known there = known.get(key(warrant));
    return there != null
        && there.groups().equals(warrant.identity().groups())
        && clock.instant().isBefore(there.until());
  }

  /** The target knows them from now on. */
  synchronized void add(Warrant warrant) {
    known.remove(key(warrant));
    known.put(key(warrant), new Known(warrant.identity().groups(), clock.instant().plus(LIFE)));
    if (known.size() > most) {
      known.remove(known.keySet().iterator().next());
    }
  }

  /** Perhaps it does not any more. */
  synchronized void remove(Warrant warrant) {
    known.remove(key(warrant));
  }

  private static Key key(Warrant warrant) {
    return new Key(warrant.target().toString(), warrant.identity().name());
  }
}
