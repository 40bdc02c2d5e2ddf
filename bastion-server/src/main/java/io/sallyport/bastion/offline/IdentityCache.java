package io.sallyport.bastion.offline;

import io.sallyport.bastion.store.SealedTable;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the portal has said about people, one sealed row for each: looked up in memory, so I/O
 * threads may; whatever changes something waits for the database.
 */
public final class IdentityCache {

  private static final Logger log = LoggerFactory.getLogger(IdentityCache.class);

  private final SealedTable table;
  private final Seal seal;
  private final Map<String, CachedPerson> people = new ConcurrentHashMap<>();
  private int broken; // set before anybody else can see it

  private IdentityCache(SealedTable table, Seal seal) {
    this.table = table;
    this.seal = seal;
  }

  /**
   * What an earlier process has kept. A row whose seal is broken is deleted, and the log says so.
   *
   * @throws IOException if the database fails; the message is for the operator
   */
  static IdentityCache load(SealedTable table, Seal seal) throws IOException {
    IdentityCache cache = new IdentityCache(table, seal);
    for (Map.Entry<String, byte[]> row : table.rows().entrySet()) {
      cache.read(row.getKey(), row.getValue());
    }
    return cache;
  }

  private void read(String place, byte[] row) throws IOException {
    try {
      CachedPerson person = PersonCodec.read(seal.open(place, row));
      people.put(person.name(), person);
    } catch (Seal.BrokenException | IllegalArgumentException e) {
      log.error("The identity cache's row {} is deleted: {}", place, e.getMessage());
      table.delete(place);
      broken++;
    }
  }

  Optional<CachedPerson> find(String name) {
    return Optional.ofNullable(people.get(name));
  }

  /** All of them, by name. */
  public List<CachedPerson> all() {
    return people.values().stream().sorted(Comparator.comparing(CachedPerson::name)).toList();
  }

  /** How many rows were found broken at the start. */
  public int broken() {
    return broken;
  }

  /**
   * Learns something about somebody, of whom nothing may be known yet. What is no news costs no
   * write; what cannot be written counts while this process runs, and the log says so.
   */
  void learn(String name, UnaryOperator<CachedPerson> change) {
    try {
      var _ = change(name, change);
    } catch (IOException e) {
      log.error("What is known of {} could not be kept", name, e);
    }
  }

  /**
   * Takes something away that is known of somebody.
   *
   * @return whether anything was known at all
   * @throws IOException if it may be known again after a restart
   */
  boolean take(String name, UnaryOperator<CachedPerson> change) throws IOException {
    boolean known = people.containsKey(name);
    if (known) {
      settle(name, change);
    }
    return known;
  }

  /**
   * Changes what is known of somebody, for good.
   *
   * @throws IOException if it may be as before after a restart
   */
  void settle(String name, UnaryOperator<CachedPerson> change) throws IOException {
    if (change(name, change)) {
      table.sync();
    }
  }

  /** One at a time, so that nobody puts back what another has just taken away. */
  private synchronized boolean change(String name, UnaryOperator<CachedPerson> change)
      throws IOException {
    CachedPerson nobody = CachedPerson.unknown(name);
    CachedPerson before = people.getOrDefault(name, nobody);
    CachedPerson after = change.apply(before);
    if (after.equals(before)) {
      return false;
    }
    String place = seal.place(name);
    if (after.equals(nobody)) {
      people.remove(name);
      table.delete(place);
    } else {
      people.put(name, after);
      table.put(place, seal.close(place, PersonCodec.write(after)));
    }
    return true;
  }
}
