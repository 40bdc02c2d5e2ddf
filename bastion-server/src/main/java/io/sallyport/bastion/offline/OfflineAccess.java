package io.sallyport.bastion.offline;

import io.sallyport.bastion.store.SealedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a bastion needs for the time in which its portal is down. */
public final class OfflineAccess implements AutoCloseable {

  private final IdentityCache cache;
  private final OutageRules rules;
  private final Outage outage;
  private final BreakGlassPasswords passwords;
  private final InstantSource clock;

  private OfflineAccess(IdentityCache cache, OutageRules rules, Path state, InstantSource clock) {
    this.cache = cache;
    this.rules = rules;
    this.outage = new Outage(cache, rules, state, clock);
    this.passwords = new BreakGlassPasswords(cache, rules, clock);
    this.clock = clock;
  }

  /**
   * Opens the identity cache, and forgets what is of no use any more.
   *
   * @param keyFile the key of the cache; absent: it is bound to this machine
   * @param derive makes a key of this install's from a label
   * @throws IOException if the database or the key file cannot be used; for the operator
   */
  public static OfflineAccess open(
      SealedTable table,
      OutageRules rules,
      Optional<Path> keyFile,
      Function<String, byte[]> derive,
      Path state,
      InstantSource clock)
      throws IOException {
    byte[] key =
        keyFile.isPresent()
            ? CacheKey.ofFile(keyFile.get(), table.rows().isEmpty())
            : CacheKey.ofMachine(derive, CacheKey.MACHINE_ID);
    var access = new OfflineAccess(IdentityCache.load(table, new Seal(key)), rules, state, clock);
    var _ = access.cleanUp();
    return access;
  }

  public IdentityCache cache() {
    return cache;
  }

  public Outage outage() {
    return outage;
  }

  public BreakGlassPasswords passwords() {
    return passwords;
  }

  /**
   * Forgets what the portal has said about somebody; their password stays.
   *
   * @return whether anything was known
   * @throws IOException if it may be known again after a restart
   */
  public boolean invalidate(String name) throws IOException {
    return cache.take(name, CachedPerson::withdrawn);
  }

  /**
   * Forgets what the portal has said about anybody; returns of how many people that was.
   *
   * @throws IOException if some of it may be known again after a restart
   */
  public int invalidateAll() throws IOException {
    int count = 0;
    for (CachedPerson person : cache.all()) {
      count += invalidate(person.name()) ? 1 : 0;
    }
    return count;
  }

  /**
   * Forgets what is too old to be of use; returns how many people are not known any more.
   *
   * @throws IOException if some of it may be known again after a restart
   */
  public int cleanUp() throws IOException {
    int before = cache.all().size();
    for (CachedPerson person : cache.all()) {
      var _ = cache.take(person.name(), this::useful);
    }
    return before - cache.all().size();
  }

  /** Until when somebody may go on by themselves; nothing if they may not. */
  public Optional<Instant> offlineUntil(CachedPerson person) {
    return until(person, rules.offlineLife(person));
  }

  /** Until when somebody's break-glass password counts; nothing if it does not. */
  public Optional<Instant> brokenGlassUntil(CachedPerson person) {
    return until(person, rules.brokenGlassLife(person.name()));
  }

  private Optional<Instant> until(CachedPerson person, Duration life) {
    Instant until = person.confirmedAt().plus(life);
    return Optional.of(until).filter(clock.instant()::isBefore);
  }

  /** Figures for the operator, a line each: a name without spaces, and a number or word. */
  public List<String> stats() {
    List<CachedPerson> people = cache.all();
    Instant now = clock.instant();
    return List.of(
        "known " + people.size(),
        "may-go-on-offline " + people.stream().flatMap(it -> offlineUntil(it).stream()).count(),
        "destinations " + people.stream().mapToInt(it -> it.tokens().size()).sum(),
        "break-glass-passwords " + people.stream().flatMap(it -> it.password().stream()).count(),
        "locked "
            + people.stream()
                .flatMap(it -> it.password().stream())
                .filter(it -> it.isLockedAt(now))
                .count(),
        "rows-found-broken-at-start " + cache.broken(),
        "forced-online " + (outage.isForcedOnline() ? "yes" : "no"));
  }

  @Override
  public void close() {
    passwords.close();
  }

  private CachedPerson useful(CachedPerson person) {
    CachedPerson named =
        rules.mayBreakGlass(person.name()) ? person : person.with(Optional.empty());
    return rules.useful(named, clock.instant()).orElseGet(named::withdrawn);
  }
}
