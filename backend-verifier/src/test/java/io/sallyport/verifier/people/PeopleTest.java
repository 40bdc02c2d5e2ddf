package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.verifier.people.PeopleConfig.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the helper does to a folder of drop-ins, on a machine whose accounts the test says. */
class PeopleTest {
  private static final int ALICE = 30207;
  private static final int ADMINS = 20283;
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;
  private Path dropIns;
  private Path proc;
  private KnownAccounts known;
  private Instant now = NOON;

  @BeforeEach
  void emptyMachine() throws IOException {
    dropIns = folder.resolve("userdb");
    proc = Files.createDirectory(folder.resolve("proc"));
    known = new KnownAccounts(dropIns);
  }

  @Test
  void newcomer_getsRecordsThatResolveByNameAndNumber() throws IOException {
    assertThat(visit("alice", "ops", "other")).isInstanceOf(Outcome.Made.class);

    assertThat(files())
        .containsExactly(
            ADMINS + ".group",
            ALICE + ".group",
            ALICE + ".user",
            "alice.group",
            "alice.user",
            "alice:web-admins.membership",
            "web-admins.group");
    assertThat(dropIns.resolve("alice.user"))
        .hasContent(
            """
            {"userName":"alice","uid":30207,"gid":30207,"realName":"alice via Sallyport",\
            "homeDirectory":"%s/alice","shell":"/bin/bash","disposition":"regular"}
            """
                .formatted(folder));
    assertThat(Files.readSymbolicLink(dropIns.resolve(ALICE + ".user")))
        .isEqualTo(Path.of("alice.user"));
    assertThat(dropIns.resolve("alice:web-admins.membership")).isNotEmptyFile();
    assertThat(Files.getPosixFilePermissions(dropIns.resolve("alice.user"))).hasSize(4);
  }

  @Test
  void memberships_areThoseOfTheLastVisit() throws IOException {
    var _ = visit("alice", "ops", "dev");
    assertThat(memberships())
        .containsExactly("alice:games.membership", "alice:web-admins.membership");

    assertThat(visit("alice", "dev")).isInstanceOf(Outcome.Renewed.class);
    assertThat(memberships()).containsExactly("alice:games.membership");
  }

  @Test
  void group_thatIsThereAlready_isJoinedAndNotMade() throws IOException {
    known.groups.put("web-admins", 4);

    var _ = visit("alice", "ops");

    assertThat(files()).contains("alice:web-admins.membership").doesNotContain("web-admins.group");
  }

  @Test
  void localAccount_isNeverTouched() throws IOException {
    known.users.put("alice", 1001);

    assertThat(visit("alice", "ops")).isInstanceOf(Outcome.NotOurs.class);

    assertThat(dropIns).doesNotExist();
    assertThat(people().all()).isEmpty();
  }

  @Test
  void localAccount_thatWasMadeLater_losesTheGroupsThatWereNeverIts() throws IOException {
    var _ = visit("alice", "ops");
    known.users.put("alice", 1001);

    assertThat(visit("alice", "ops")).isInstanceOf(Outcome.NotOurs.class);

    assertThat(files()).containsExactly(ADMINS + ".group", "web-admins.group");
  }

  @Test
  void localAccount_thatWasMadeLater_isNeverTakenForOurs_evenWithTheSameNumber()
      throws IOException {
    var _ = visit("alice", "ops");
    known.users.put("alice", ALICE);

    assertThat(visit("alice", "ops")).isInstanceOf(Outcome.NotOurs.class);

    assertThat(files()).containsExactly(ADMINS + ".group", "web-admins.group");
    assertThat(people().all()).isEmpty();
  }

  @Test
  void accountOfUseradd_thatSomebodyHasMadeTheirs_isNotRemoved() throws IOException {
    keep(new Person("alice", ALICE, Choice.USERADD, "/home/alice", NOON.toString()));
    known.users.put("alice", ALICE);
    known.groups.put("alice", ALICE);

    assertThat(visit("alice", "ops")).isInstanceOf(Outcome.NotOurs.class);
    assertThat(people().all()).isEmpty();
  }

  @Test
  void number_ofAnotherAccount_isACollision_andNoOtherIsTried() throws IOException {
    known.users.put("other", ALICE);
    assertRefused("the number of alice, 30207, is that of the account other");
  }

  @Test
  void number_ofAnotherGroup_isACollision() throws IOException {
    known.groups.put("other", ALICE);
    assertRefused("the number of alice, 30207, is that of the group other");
  }

  @Test
  void groupOfTheName_isACollision() throws IOException {
    known.groups.put("alice", 77);
    assertRefused("there is another group alice, with the number 77");
  }

  @Test
  void home_ofSomebodyElse_isACollision() throws IOException {
    Files.createDirectory(folder.resolve("alice"));
    assertRefused(
        "the home " + folder.resolve("alice") + " is there, and no folder of the number 30207");
  }

  @Test
  void home_thatIsALink_isACollision() throws IOException {
    Files.createSymbolicLink(folder.resolve("alice"), Path.of("/root"));
    assertRefused(
        "the home " + folder.resolve("alice") + " is there, and no folder of the number 30207");
  }

  @Test
  void number_ofSomebodyWhoWasMadeHere_isACollision_evenIfNobodySeesThem() throws IOException {
    keep(new Person("other", ALICE, Choice.DROP_IN, "/home/other", NOON.toString()));
    assertRefused("the number of alice, 30207, is that of other, who was made here");
  }

  @Test
  void numberOfAGroup_thatIsAnAccounts_isACollision() throws IOException {
    known.users.put("other", ADMINS);
    assertRefused("the number of the group web-admins, 20283, is that of the account other");
  }

  private void assertRefused(String reason) throws IOException {
    assertThat(visit("alice", "ops"))
        .isEqualTo(new Outcome.Refused(PersonName.of("alice").orElseThrow(), reason));
    assertThat(dropIns.resolve("alice.user")).doesNotExist();
    assertThat(known.user("alice")).isEmpty();
  }

  @Test
  void account_thatTheMachineDoesNotSee_isTakenBack() throws IOException {
    known.blind = true;

    assertThatThrownBy(() -> visit("alice", "ops"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nsswitch.conf");

    assertThat(files()).containsExactly(ADMINS + ".group", "web-admins.group");
    assertThat(people().all()).isEmpty();
  }

  @Test
  void whoIsHalfMade_isCompletedAtTheNextVisit() throws IOException {
    var _ = visit("alice", "ops");
    Files.delete(dropIns.resolve("alice.user"));
    Files.delete(dropIns.resolve("alice.group"));

    assertThat(visit("alice", "ops")).isInstanceOf(Outcome.Renewed.class);
    assertThat(known.user("alice")).isPresent();
    assertThat(known.group("alice")).isPresent();
  }

  @Test
  void number_staysWhenTheRangeChanges() throws IOException {
    var _ = visit("alice", "ops");

    assertThat(visitWith("way: drop-in\nuids: {min: 2000, max: 3000}\n", "alice"))
        .isInstanceOf(Outcome.Renewed.class);
    assertThat(known.user("alice").orElseThrow().id()).isEqualTo(ALICE);
  }

  @Test
  void whoHasNotComeForTheTime_goes_andNotASecondBefore() throws IOException {
    var _ = visit("alice", "ops");

    now = NOON.plus(Duration.ofDays(30)).minusSeconds(1);
    assertThat(people().tidy()).isEmpty();

    now = NOON.plus(Duration.ofDays(30));
    assertThat(people().tidy()).singleElement().isInstanceOf(Farewell.Gone.class);
    assertThat(files()).containsExactly(ADMINS + ".group", "web-admins.group");
    assertThat(people().all()).isEmpty();
  }

  @Test
  void whoComes_staysFromThenOn() throws IOException {
    var _ = visit("alice", "ops");
    now = NOON.plus(Duration.ofDays(29));
    var _ = visit("alice", "ops");
    now = NOON.plus(Duration.ofDays(58));

    assertThat(people().tidy()).isEmpty();
  }

  @Test
  void whoHasProcesses_staysUntilTheyEnd() throws IOException {
    var _ = visit("alice", "ops");
    Path process = Files.createDirectory(proc.resolve("4711"));
    Files.setAttribute(process, "unix:uid", ALICE);
    now = NOON.plus(Duration.ofDays(99));

    assertThat(people().tidy()).singleElement().isInstanceOf(Farewell.Busy.class);
    assertThat(known.user("alice")).isPresent();
    assertThat(people().dismiss(PersonName.of("alice").orElseThrow()))
        .containsInstanceOf(Farewell.Busy.class);

    Files.delete(process);
    assertThat(people().tidy()).singleElement().isInstanceOf(Farewell.Gone.class);
  }

  @Test
  void whoWasNotMadeHere_isNotRemoved() throws IOException {
    known.users.put("bob", 1002);

    assertThat(people().dismiss(PersonName.of("bob").orElseThrow())).isEmpty();
  }

  @Test
  void auto_isDropInsOnlyWhereAllThreeDatabasesAskSystemd() throws IOException {
    assertThat(chosen("passwd: files systemd\ngroup: files systemd\nshadow: files systemd\n"))
        .isEqualTo(Choice.DROP_IN);
    assertThat(chosen("passwd:systemd\ngroup:files  systemd # x\nshadow: compat systemd\n"))
        .isEqualTo(Choice.DROP_IN);
    assertThat(chosen("passwd: files systemd\ngroup: files systemd\nshadow: files\n"))
        .isEqualTo(Choice.USERADD);
    assertThat(chosen("passwd: files systemd\ngroup: files # systemd\nshadow: files systemd\n"))
        .isEqualTo(Choice.USERADD);
    assertThat(chosen("")).isEqualTo(Choice.USERADD);
  }

  @Test
  void whoCannotBeRemoved_doesNotKeepTheOthers() throws IOException {
    var _ = visit("alice", "ops");
    keep(new Person("aaron", 59999, Choice.USERADD, "/home/aaron", NOON.toString()));
    known.groups.put("aaron", 59999); // which groupdel will not find on this machine
    now = NOON.plus(Duration.ofDays(99));

    assertThat(people().tidy())
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Farewell.Broken.class),
            second -> assertThat(second).isInstanceOf(Farewell.Gone.class));
    assertThat(people().all()).extracting(Person::name).containsExactly("aaron");
  }

  @Test
  void homes_inAFolderThatIsALink_areNotMade() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder);

    assertThatThrownBy(() ->
            visitWith(
                "way: drop-in\nhome_prefix: %1$s/link\napproved_home_prefixes: [%1$s/link]\n"
                    .formatted(folder),
                "alice"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("symbolic link");
    assertThat(dropIns).doesNotExist();
  }

  private void keep(Person person) throws IOException {
    try (Register register = Register.open(folder.resolve("state"))) {
      register.keep(person);
    }
  }

  @Test
  void withoutNssSystemd_useraddIsTheWay_whateverNsswitchSays() throws IOException {
    String asked = "passwd: files systemd\ngroup: files systemd\nshadow: files systemd\n";
    assertThat(chosen(asked)).isEqualTo(Choice.DROP_IN);
    known.hasSystemd = false;
    assertThat(chosen(asked)).isEqualTo(Choice.USERADD);
  }

  private Choice chosen(String nsswitch) throws IOException {
    Path file = Files.writeString(folder.resolve("nsswitch.conf"), nsswitch);
    return new Ways(config("").config(), known, file, dropIns).ofNewcomers();
  }

  private Outcome visit(String name, String... groups) throws IOException {
    return visitWith("way: drop-in\n", name, groups);
  }

  private Outcome visitWith(String yaml, String name, String... groups) throws IOException {
    Visit visit = new Visit("0".repeat(32), PersonName.of(name).orElseThrow(), List.of(groups));
    try (Open open = open(yaml)) {
      return open.people.visit(visit);
    }
  }

  /** The register is locked while it is open, so each step of a test opens it anew. */
  private record Open(Register register, People people) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      register.close();
    }
  }

  private interface Step<R> {
    R on(People people) throws IOException;
  }

  private Steps people() {
    return new Steps();
  }

  private final class Steps {
    List<Person> all() throws IOException {
      return with(People::all);
    }

    List<Farewell> tidy() throws IOException {
      return with(People::tidy);
    }

    Optional<Farewell> dismiss(PersonName name) throws IOException {
      return with(people -> people.dismiss(name));
    }

    private <R> R with(Step<R> step) throws IOException {
      try (Open open = open("way: drop-in\n")) {
        return step.on(open.people);
      }
    }
  }

  private Open open(String yaml) throws IOException {
    Register register = Register.open(folder.resolve("state"));
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    PeopleConfig config = config(yaml).config();
    Ways ways = new Ways(config, known, folder.resolve("nsswitch.conf"), dropIns);
    return new Open(register, new People(config, ways, register, new Processes(proc), clock));
  }

  private Loaded.Valid<PeopleConfig> config(String yaml) throws IOException {
    Path file = folder.resolve("people.yaml");
    String homes = "home_prefix: %1$s\napproved_home_prefixes: [%1$s]\n".formatted(folder);
    Files.writeString(
        file,
        """
        groups: {ops: web-admins, dev: games}
        remove_after: 30d
        """
            + (yaml.contains("home_prefix") ? "" : homes)
            + yaml);
    return (Loaded.Valid<PeopleConfig>) ConfigFile.read(file, PeopleConfig.class);
  }

  private List<String> memberships() throws IOException {
    return files().stream().filter(name -> name.endsWith(".membership")).toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dropIns)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
