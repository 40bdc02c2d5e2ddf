package io.sallyport.bastion.offline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.store.BastionStore;
import io.sallyport.bastion.testing.MemoryRows;
import io.sallyport.bastion.testing.Offline;
import io.sallyport.bastion.testing.ShiftedClock;
import io.sallyport.config.PrivateFile;
import io.sallyport.config.Secret;
import io.sallyport.password.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of people for the time when the portal is down, and how. */
final class IdentityCacheTest {

  private static final OutageRules RULES =
      new OutageRules(
          Optional.of(new OfflinePolicy(Duration.ofHours(8), Set.of())),
          Optional.of(new BreakGlassPolicy(Set.of("alice"), Duration.ofDays(7))),
          Set.of("admins"));

  private final ShiftedClock clock = new ShiftedClock();
  private final MemoryRows rows = new MemoryRows();
  @TempDir private Path state;

  @Test
  void whatIsKnown_isKnownAfterARestart() throws IOException {
    try (BastionStore store = BastionStore.open(state)) {
      OfflineAccess access = Offline.access(store, RULES, state, clock);
      learn(access.outage(), "alice");
      access.passwords().set("alice", hash());
    }
    try (BastionStore store = BastionStore.open(state)) {
      OfflineAccess access = Offline.access(store, RULES, state, clock);
      CachedPerson alice = access.cache().find("alice").orElseThrow();
      assertThat(alice.groups()).containsExactly("ops");
      assertThat(alice.password()).isPresent();
      assertThat(access.outage().token("alice", false, "web-01", "deploy")).contains("a.b.c");
    }
  }

  @Test
  void everybody_hasOneRow_inWhichNothingCanBeRead() {
    OfflineAccess access = open();
    learn(access.outage(), "alice");
    access.outage().vouched("alice", "web-02", "deploy", "d.e.f");
    learn(access.outage(), "bob");

    assertThat(rows.rows()).hasSize(2);
    rows.rows()
        .forEach((place, row) ->
            assertThat(place + new String(row, ISO_8859_1))
                .doesNotContain("alice", "ops", "web-01", "a.b.c"));
  }

  @Test
  void rowThatWasChanged_isDeleted_andTheOthersStay() throws IOException {
    learn(open().outage(), "alice");
    String place = rows.rows().keySet().iterator().next();
    byte[] row = rows.rows().values().iterator().next();
    learn(open().outage(), "bob");
    row[20] ^= 1;
    rows.put(place, row);

    OfflineAccess access = open();

    assertThat(access.cache().all()).extracting(CachedPerson::name).containsExactly("bob");
    assertThat(access.stats()).contains("rows-found-broken-at-start 1");
    assertThat(rows.rows()).hasSize(1).doesNotContainKey(place);
  }

  @Test
  void rowInThePlaceOfAnother_isDeleted() throws IOException {
    learn(open().outage(), "alice");
    Map.Entry<String, byte[]> alices = rows.rows().entrySet().iterator().next();
    learn(open().outage(), "bob");
    String bobs =
        rows.rows().keySet().stream().filter(it -> !it.equals(alices.getKey())).findFirst().get();
    rows.put(bobs, alices.getValue());

    assertThat(open().cache().all()).extracting(CachedPerson::name).containsExactly("alice");
  }

  @Test
  void rowsOfAnotherInstall_areDeleted() throws IOException {
    learn(open().outage(), "alice");

    OfflineAccess elsewhere =
        OfflineAccess.open(rows, RULES, Optional.empty(), _ -> new byte[32], state, clock);

    assertThat(elsewhere.cache().all()).isEmpty();
    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void keyFile_isMadeOnce_andItsRowsOpenWithItAlone() throws IOException {
    Path file = state.resolve("cache.key");
    learn(withKey(file).outage(), "alice");

    assertThat(withKey(file).cache().all()).hasSize(1);
    assertThat(Files.size(file)).isEqualTo(32);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    Files.delete(file);
    assertThatThrownBy(() -> withKey(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cache.key does not exist, and what is known offline was sealed");
    assertThat(rows.rows()).hasSize(1);
    PrivateFile.write(file, new byte[32]);
    assertThat(withKey(file).cache().all()).isEmpty();
  }

  @Test
  void keyFileOfTheWrongLength_isRefused() throws IOException {
    Path file = state.resolve("cache.key");
    PrivateFile.write(file, new byte[31]);

    assertThatThrownBy(() -> withKey(file)).hasMessageContaining("has 31 bytes instead of 32");
  }

  @Test
  void sameFactAgain_costsNoWrite() {
    OfflineAccess access = open();
    learn(access.outage(), "alice");
    int writes = rows.writes();
    learn(access.outage(), "alice");
    access.outage().allowed("alice", Optional.of(Duration.ofDays(1)));
    access.outage().vouched("alice", "web-01", "deploy", "g.h.i");

    assertThat(rows.writes()).isEqualTo(writes);
    clock.advance(Duration.ofMinutes(5));
    access.outage().vouched("alice", "web-01", "deploy", "g.h.i");
    assertThat(access.outage().token("alice", false, "web-01", "deploy")).contains("g.h.i");
  }

  @Test
  void whatCannotBeWritten_countsWhileTheProcessRuns() {
    OfflineAccess access = open();
    rows.breakDown();
    learn(access.outage(), "alice");

    assertThat(access.outage().standIn("alice", false)).isPresent();
  }

  @Test
  void whatIsTakenAway_isTakenForGood_orSaidNotToBe() throws IOException {
    OfflineAccess access = open();
    learn(access.outage(), "alice");
    access.outage().refused("alice", "web-01");
    assertThat(rows.synced()).isEqualTo(rows.rows());
    access.outage().gone("alice");
    assertThat(rows.synced()).isEmpty();
    learn(access.outage(), "alice");
    rows.breakDown();

    assertThatThrownBy(() -> access.invalidate("alice")).isInstanceOf(IOException.class);
    assertThat(access.outage().standIn("alice", false)).isEmpty();
  }

  @Test
  void whoseWordsAreOfNoUse_areNotKept() {
    OfflineAccess access = Offline.access(rows, Offline.NOBODY, state, clock);
    learn(access.outage(), "alice");

    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void memberOfAHighRiskGroup_isNotKept_andNotAnyMoreAfterJoining() {
    OfflineAccess access = open();
    access.outage().confirmed("bob", Set.of("admins"));
    access.outage().vouched("bob", "web-01", "deploy", "a.b.c");
    assertThat(rows.rows()).isEmpty();

    learn(access.outage(), "bob");
    access.outage().confirmed("bob", Set.of("ops", "admins"));
    assertThat(access.cache().all()).isEmpty();
    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void rulesThatAreTakenAway_takeTheRowsWithThem() throws IOException {
    learn(open().outage(), "alice");
    open().passwords().set("alice", hash());

    var _ = Offline.access(rows, Offline.NOBODY, state, clock);

    assertThat(rows.rows()).isEmpty();
  }

  @Test
  void cleanUp_forgetsWhatIsTooOld_butNoPassword() throws IOException {
    OfflineAccess access = open();
    learn(access.outage(), "alice");
    learn(access.outage(), "bob");
    access.passwords().set("alice", hash());

    clock.advance(Duration.ofHours(8).plusSeconds(1));
    assertThat(access.cleanUp()).isEqualTo(1);
    clock.advance(Duration.ofDays(7));
    assertThat(access.cleanUp()).isZero();
    assertThat(access.cache().all()).extracting(CachedPerson::name).containsExactly("alice");
    assertThat(access.cache().all().getFirst().groups()).isEmpty();
  }

  @Test
  void invalidated_isForgotten_atOnceAndForGood_andAPasswordStays() throws IOException {
    OfflineAccess access = open();
    learn(access.outage(), "alice");
    learn(access.outage(), "bob");
    access.passwords().set("alice", hash());

    assertThat(access.invalidate("nobody")).isFalse();
    assertThat(access.invalidate("alice")).isTrue();
    assertThat(access.outage().standIn("alice", true)).isEmpty();
    assertThat(access.outage().standIn("bob", false)).isPresent();
    assertThat(access.invalidateAll()).isEqualTo(2);
    assertThat(open().cache().all()).extracting(CachedPerson::name).containsExactly("alice");
    assertThat(open().cache().all().getFirst().password()).isPresent();
  }

  @Test
  void destinations_areLimited_theOldestGoesFirst() {
    OfflineAccess access = open();
    learn(access.outage(), "alice");
    for (int i = 0; i < CachedPerson.MOST_TOKENS; i++) {
      clock.advance(Duration.ofMillis(1));
      access.outage().vouched("alice", "host-" + i, "deploy", "x.y.z");
    }

    assertThat(access.outage().token("alice", false, "web-01", "deploy")).isEmpty();
    assertThat(access.outage().token("alice", false, "host-0", "deploy")).isPresent();
  }

  private static void learn(Outage outage, String name) {
    outage.confirmed(name, Set.of("ops"));
    outage.vouched(name, "web-01", "deploy", "a.b.c");
  }

  private static Secret hash() {
    return Secret.of(PasswordHash.of("correct horse").text());
  }

  private OfflineAccess open() {
    return Offline.access(rows, RULES, state, clock);
  }

  private OfflineAccess withKey(Path file) throws IOException {
    return OfflineAccess.open(rows, RULES, Optional.of(file), _ -> new byte[32], state, clock);
  }
}
