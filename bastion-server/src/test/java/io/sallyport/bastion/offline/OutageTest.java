package io.sallyport.bastion.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.MemoryRows;
import io.sallyport.bastion.testing.Offline;
import io.sallyport.bastion.testing.ShiftedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may go on while the portal is down, where to, and for how long. */
final class OutageTest {

  private static final Duration MAX = Duration.ofHours(8);
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private final ShiftedClock clock = new ShiftedClock();
  @TempDir private Path state;

  @Test
  void person_mayGoOn_untilTheLimit() {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("alice", Set.of("ops"));

    clock.advance(MAX.minus(MOMENT));
    assertThat(outage.standIn("alice", false).map(CachedPerson::groups)).contains(Set.of("ops"));
    clock.advance(MOMENT);
    assertThat(outage.standIn("alice", false)).isEmpty();
  }

  @Test
  void stranger_mayNot() {
    assertThat(outage(MAX, Set.of()).standIn("alice", false)).isEmpty();
  }

  @Test
  void clockThatWasSetBack_makesNothingGoodAgain() {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("alice", Set.of("ops"));
    clock.advance(MOMENT.negated());

    assertThat(outage.standIn("alice", false)).isEmpty();
  }

  @ParameterizedTest(name = "policy for [{0}], member of [{1}]: {2}")
  @CsvSource({
    "'', ops, true",
    "'', '', true",
    "ops, ops, true",
    "ops, dev, false",
    "ops, '', false",
    "'', admins, false",
    "admins, admins, false",
    "'', 'ops,admins', false",
  })
  void groups_decide_andHighRiskGroupsNeverMay(String allowed, String memberOf, boolean may) {
    Outage outage = outage(MAX, groups(allowed));
    outage.confirmed("alice", groups(memberOf));

    assertThat(outage.standIn("alice", false).isPresent()).isEqualTo(may);
  }

  @Test
  void portalMayShortenTheTime_andNotMakeItLonger() {
    Outage outage = outage(MAX, Set.of());
    List.of("alice", "bob", "carol").forEach(name -> outage.confirmed(name, Set.of("ops")));
    outage.allowed("alice", Optional.of(Duration.ofHours(1)));
    outage.allowed("bob", Optional.of(Duration.ofDays(1)));
    outage.allowed("carol", Optional.of(Duration.ZERO));

    assertThat(outage.standIn("carol", false)).isEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(outage.standIn("alice", false)).isEmpty();
    clock.advance(MAX.minusHours(1).minus(MOMENT));
    assertThat(outage.standIn("bob", false)).isPresent();
    clock.advance(MOMENT);
    assertThat(outage.standIn("bob", false)).isEmpty();
  }

  @Test
  void noOfThePortalToOutages_isRemembered_whateverItSaysThen_untilItSaysYes() {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("bob", Set.of("ops"));
    outage.allowed("bob", Optional.of(Duration.ZERO));
    outage.vouched("bob", "web-01", "deploy", "a.b.c");
    clock.advance(Duration.ofMinutes(2));
    outage.confirmed("bob", Set.of("ops"));
    outage.vouched("bob", "web-01", "deploy", "a.b.c");
    assertThat(outage.standIn("bob", false)).isEmpty();
    assertThat(outage.token("bob", false, "web-01", "deploy")).isEmpty();

    outage.allowed("bob", Optional.empty());
    outage.confirmed("bob", Set.of("ops"));
    assertThat(outage.standIn("bob", false)).isPresent();
  }

  @Test
  void yesToATarget_makesNobodyKnown_andChangesNoGroups() {
    Outage outage = outage(MAX, Set.of());
    outage.allowed("bob", Optional.empty());
    outage.vouched("bob", "web-01", "deploy", "a.b.c");

    assertThat(outage.standIn("bob", false)).isEmpty();
    assertThat(outage.token("bob", false, "web-01", "deploy")).isEmpty();
  }

  @Test
  void token_isGoodForItsDestinationOnly_andAsLongAsThePersonIsKnown() {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("alice", Set.of("ops"));
    outage.vouched("alice", "web-01", "deploy", "a.b.c");

    assertThat(outage.token("alice", false, "web-01", "deploy")).contains("a.b.c");
    assertThat(outage.token("alice", false, "web-01", "root")).isEmpty();
    assertThat(outage.token("alice", false, "web-02", "deploy")).isEmpty();
    assertThat(outage.token("bob", false, "web-01", "deploy")).isEmpty();
  }

  @Test
  void token_hasALimitOfItsOwn() {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("alice", Set.of("ops"));
    outage.vouched("alice", "web-01", "deploy", "a.b.c");
    clock.advance(MAX);
    outage.confirmed("alice", Set.of("ops"));

    assertThat(outage.standIn("alice", false)).isPresent();
    assertThat(outage.token("alice", false, "web-01", "deploy")).isEmpty();
  }

  @Test
  void targetThatThePortalRefuses_isForgotten_andNoOther() {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("alice", Set.of("ops"));
    outage.vouched("alice", "web-01", "deploy", "a.b.c");
    outage.vouched("alice", "web-02", "deploy", "d.e.f");
    outage.refused("alice", "web-01");

    assertThat(outage.token("alice", false, "web-01", "deploy")).isEmpty();
    assertThat(outage.token("alice", false, "web-02", "deploy")).isPresent();
  }

  @Test
  void personWhoIsGone_isForgotten() {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("alice", Set.of("ops"));
    outage.vouched("alice", "web-01", "deploy", "a.b.c");
    outage.gone("alice");
    outage.gone("nobody");

    assertThat(outage.standIn("alice", false)).isEmpty();
    outage.confirmed("alice", Set.of("ops"));
    assertThat(outage.token("alice", false, "web-01", "deploy")).isEmpty();
  }

  @Test
  void operatorsFile_endsEverything_asLongAsItIsThere() throws IOException {
    Outage outage = outage(MAX, Set.of());
    outage.confirmed("alice", Set.of("ops"));
    Path file = Files.createFile(state.resolve("force-online"));

    assertThat(outage.standIn("alice", false)).isEmpty();
    assertThat(outage.standIn("alice", true)).isEmpty();
    Files.delete(file);
    assertThat(outage.standIn("alice", false)).isPresent();
    assertThat(outage.standIn("alice", true)).isPresent();
  }

  @Test
  void whoHasBrokenTheGlass_mayGoOnLonger_whateverTheirGroups_ifNamed() {
    Outage outage = outage(MAX, Set.of("nobody"));
    outage.confirmed("alice", Set.of("admins"));
    outage.confirmed("bob", Set.of("ops"));

    clock.advance(Duration.ofDays(7).minus(MOMENT));
    assertThat(outage.standIn("alice", true)).isPresent();
    assertThat(outage.standIn("alice", false)).isEmpty();
    assertThat(outage.standIn("bob", true)).isEmpty();
    clock.advance(MOMENT);
    assertThat(outage.standIn("alice", true)).isEmpty();
  }

  private Outage outage(Duration max, Set<String> groups) {
    var rules =
        new OutageRules(
            Optional.of(new OfflinePolicy(max, groups)),
            Optional.of(new BreakGlassPolicy(Set.of("alice"), Duration.ofDays(7))),
            Set.of("admins"));
    return Offline.access(new MemoryRows(), rules, state, clock).outage();
  }

  private static Set<String> groups(String names) {
    return names.isEmpty() ? Set.of() : Set.of(names.split(",", -1));
  }
}
