package io.sallyport.bastion.identity;

import io.sallyport.bastion.store.BoundKey;
import io.sallyport.bastion.store.BoundKeyTable;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that people have proved together with a portal token: until a key's time is over, the
 * key alone will do.
 *
 * <p>Looked up in memory, so I/O threads may; whatever changes something waits for the database.
 */
public final class BoundKeys {

  private static final Logger log = LoggerFactory.getLogger(BoundKeys.class);

  private final BoundKeyTable table;
  private final BindingLife life;
  private final InstantSource clock;
  private final Map<BoundKey.Id, BoundKey> keys = new ConcurrentHashMap<>();

  private BoundKeys(BoundKeyTable table, BindingLife life, InstantSource clock) {
    this.table = table;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Those that an earlier process has bound.
   *
   * @throws IOException if the database fails; the message is for the operator
   */
  public static BoundKeys load(BoundKeyTable table, BindingLife life, InstantSource clock)
      throws IOException {
    BoundKeys bound = new BoundKeys(table, life, clock);
    table.all().forEach(key -> bound.keys.put(key.id(), key));
    bound.remove(key -> !bound.isGood(key));
    return bound;
  }

  /** Whether a key of this kind can be bound to anybody. */
  public boolean binds(PublicKey key) {
    return life.bindingTtl().isPositive()
        && !(key instanceof OpenSshCertificate)
        && Strength.suffices(key);
  }

  Optional<BoundKey> find(String person, String fingerprint) {
    return Optional.ofNullable(keys.get(new BoundKey.Id(person, fingerprint))).filter(this::isGood);
  }

  /** The time by which it was bound may have been made shorter by the configuration. */
  private boolean isGood(BoundKey key) {
    Instant now = clock.instant();
    return now.isBefore(key.expiresAt())
        && now.isBefore(key.boundAt().plus(life.of(key.groups())))
        && !now.isBefore(key.boundAt());
  }

  /**
   * Binds a key to somebody who has shown a portal token on the same connection; not if the keys of
   * their groups are never bound. A failure costs them a token the next time, and nothing else.
   */
  public void bind(Identity person, String fingerprint) {
    Instant now = clock.instant();
    Instant end = now.plus(life.of(person.groups()));
    if (end.isAfter(now)) {
      keep(new BoundKey(person.name(), fingerprint, person.groups(), now, end));
    }
  }

  /** What the portal says about somebody now; their keys' time may be shorter from now on. */
  void confirmed(Identity person) {
    keys.values().stream()
        .filter(key -> key.person().equals(person.name()))
        .filter(key -> !key.groups().equals(person.groups()))
        .forEach(key -> replace(key, person.groups()));
  }

  /** Not if it was revoked meanwhile. */
  private synchronized void replace(BoundKey key, Set<String> groups) {
    var now = new BoundKey(key.person(), key.fingerprint(), groups, key.boundAt(), key.expiresAt());
    if (keys.replace(key.id(), key, now)) {
      try {
        table.put(now);
      } catch (IOException e) {
        log.error("The groups of {} could not be kept with a key", key.person(), e);
      }
    }
  }

  private void keep(BoundKey key) {
    try {
      table.put(key);
      keys.put(key.id(), key);
    } catch (IOException e) {
      log.error("A key of {} could not be bound", key.person(), e);
    }
  }

  /** Those that are good now, by name and then by age. */
  public List<BoundKey> all() {
    return keys.values().stream()
        .filter(this::isGood)
        .sorted(Comparator.comparing(BoundKey::person).thenComparing(BoundKey::boundAt))
        .toList();
  }

  /** Forgets somebody's keys; returns how many that were. */
  public int revoke(String person) throws IOException {
    return remove(key -> key.person().equals(person));
  }

  /** Forgets one of somebody's keys; returns 1, or 0 if it is not theirs. */
  public int revoke(String person, String fingerprint) throws IOException {
    return remove(key -> key.id().equals(new BoundKey.Id(person, fingerprint)));
  }

  /** Forgets somebody's keys without waiting for the database; returns how many that were. */
  public int revokeSoon(String person) {
    List<BoundKey> gone = forget(key -> key.person().equals(person));
    Thread.ofVirtual().name("revoke-" + person).start(() -> removeLogging(gone));
    return good(gone);
  }

  private void removeLogging(List<BoundKey> gone) {
    try {
      remove(gone);
    } catch (IOException e) {
      log.error("{} keys are good again after a restart", gone.size(), e);
    }
  }

  /** Out of memory first: a key that cannot be removed for good must not be good any longer. */
  private int remove(Predicate<BoundKey> which) throws IOException {
    List<BoundKey> gone = forget(which);
    remove(gone);
    return good(gone);
  }

  private List<BoundKey> forget(Predicate<BoundKey> which) {
    List<BoundKey> gone = keys.values().stream().filter(which).toList();
    gone.forEach(key -> keys.remove(key.id()));
    return gone;
  }

  private synchronized void remove(List<BoundKey> gone) throws IOException {
    if (!gone.isEmpty()) {
      table.remove(gone.stream().map(BoundKey::id).toList());
    }
  }

  private int good(List<BoundKey> gone) {
    return (int) gone.stream().filter(this::isGood).count();
  }
}
