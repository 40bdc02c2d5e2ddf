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
   * Changes what is known of somebody, of whom nothing may be known yet. Who is unchanged costs no
   * write. What cannot be written counts while this process runs, and the log says so.
   */
  synchronized void update(String name, UnaryOperator<CachedPerson> change) {
    CachedPerson before = people.getOrDefault(name, CachedPerson.unknown(name));
    CachedPerson after = change.apply(before);
    if (!after.equals(before)) {
      people.put(name, after);
      write(after);
    }
  }

  private void write(CachedPerson person) {
    String place = seal.place(person.name());
    try {
      table.put(place, seal.close(place, PersonCodec.write(person)));
    } catch (IOException e) {
      log.error("What is known of {} could not be kept", person.name(), e);
    }
  }

  /**
   * Forgets everything about somebody.
   *
   * @throws IOException if it may be known again after a restart
   */
  synchronized void remove(String name) throws IOException {
    people.remove(name);
    table.delete(seal.place(name));
  }
}
