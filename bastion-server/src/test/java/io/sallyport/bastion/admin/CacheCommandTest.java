package io.sallyport.bastion.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.Bastion;
import io.sallyport.bastion.BastionFiles;
import io.sallyport.bastion.Settings;
import io.sallyport.bastion.keys.BastionKeys;
import io.sallyport.bastion.offline.BreakGlassPolicy;
import io.sallyport.bastion.offline.OfflineAccess;
import io.sallyport.bastion.offline.OfflinePolicy;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.store.BastionStore;
import io.sallyport.config.PrivateFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see and change of the time in which the portal is down. */
@Timeout(60)
final class CacheCommandTest {

  private static final String RULES =
      """
      audit: audit.jsonl
      offline: {max: 2h, groups: [ops]}
      break_glass: {people: [alice, carol], max: 1d}
      """;

  private final Instant then = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
  private final Path folder;
  private final Path state;
  private final BastionFiles files;

  CacheCommandTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.state = folder.resolve("state");
    this.files = new BastionFiles(folder).write("http://127.0.0.1:1");
    files.with("audit: audit.jsonl\n", RULES);
    PrivateFile.createFolder(state);
    try (BastionStore store = BastionStore.open(state)) {
      OfflineAccess access =
          OfflineAccess.open(
              store,
              new OutageRules(
                  Optional.of(new OfflinePolicy(Duration.ofHours(2), Set.of())),
                  Optional.of(new BreakGlassPolicy(Set.of("alice"), Duration.ofDays(1))),
                  Set.of()),
              Optional.empty(),
              BastionKeys.in(state)::derive,
              state,
              InstantSource.fixed(then));
      access.outage().confirmed("alice", Set.of("dev", "ops"));
      access.outage().vouched("alice", "web-01", "deploy", "secret.secret.secret");
      access.outage().confirmed("bob", Set.of("ops"));
      access.outage().confirmed("dave", Set.of("dev"));
    }
  }

  @Test
  void list_hasAPersonALine_andForgetsWhoMayNothing() throws IOException {
    try (Bastion _ = start()) {
      Printed printed = cache("list");

      assertThat(printed.exitCode()).isZero();
      assertThat(printed.out().lines())
          .hasSize(3)
          .anyMatch(line ->
              line.matches("alice +%s +%s +- +dev, ops".formatted(then, then.plusSeconds(7200))))
          .anyMatch(line -> line.startsWith("bob "));
    }
  }

  @Test
  void listAsJson_isAnArray_withoutASecret() throws IOException {
    try (Bastion _ = start()) {
      set("alice", "correct horse battery\n");

      assertThat(cache("list", "--json").out())
          .startsWith("[{\"name\":\"alice\",\"groups\":[\"dev\",\"ops\"],")
          .contains("{\"destination\":\"deploy@web-01\",\"at\":\"" + then + "\"}")
          .contains("\"failures\":0,\"lockedUntil\":null")
          .doesNotContain("secret", "argon2", "correct");
    }
  }

  @Test
  void show_isAboutOnePerson_withoutASecret() throws IOException {
    try (Bastion _ = start()) {
      set("alice", "correct horse battery\n");

      assertThat(cache("show", "alice").out())
          .contains("name:           alice\n", "groups:         dev, ops\n")
          .contains("confirmed:      " + then + "\n")
          .contains("offline until:  " + then.plusSeconds(7200) + "\n")
          .contains("destination:    deploy@web-01 since " + then + "\n")
          .contains("  counts until: " + then.plusSeconds(86400) + "\n", "  locked until: -\n")
          .doesNotContain("secret", "argon2", "bob");
    }
  }

  @Test
  void invalidate_forgetsOnePerson_orAll() throws IOException {
    try (Bastion _ = start()) {
      assertThat(cache("invalidate", "bob").out()).isEqualTo("Invalidated: bob.\n");
      assertThat(cache("list").out()).contains("alice").doesNotContain("bob");
      assertThat(cache("invalidate-all").out()).isEqualTo("Invalidated: 1.\n");
      assertThat(cache("list").out().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "show, nothing is known of them",
    "invalidate, nothing is known of them",
    "unlock, they have no break-glass password",
  })
  void whoIsNotThere_exits1(String command, String reason) throws IOException {
    try (Bastion _ = start()) {
      Printed printed = cache(command, "nobody");

      assertThat(printed.exitCode()).isEqualTo(1);
      assertThat(printed.err()).startsWith("sallyport cache: " + reason);
    }
  }

  @Test
  void cleanupAndStats_count() throws IOException {
    try (Bastion _ = start()) {
      set("carol", "correct horse battery\n");

      assertThat(cache("cleanup").out()).isEqualTo("Forgotten: 0.\n");
      assertThat(cache("stats").out())
          .isEqualTo(
              """
              known 3
              may-go-on-offline 2
              destinations 1
              break-glass-passwords 1
              locked 0
              rows-found-broken-at-start 0
              forced-online no
              """);
    }
  }

  @Test
  void forceOnline_isAFile_whichNeedsNoBastion() throws IOException {
    assertThat(cache("force-online").exitCode()).isZero();
    assertThat(cache("force-online").exitCode()).isZero();
    assertThat(state.resolve("force-online")).exists();
    try (Bastion _ = start()) {
      assertThat(cache("stats").out()).contains("forced-online yes");
    }
    assertThat(cache("force-online", "--off").out()).isEqualTo("Not forced online any more.\n");
    assertThat(cache("force-online", "--off").out()).isEqualTo("It was not forced.\n");
    assertThat(state.resolve("force-online")).doesNotExist();
  }

  @Test
  void forceOnline_thatCannotBe_exits1_andSaysSo() throws IOException {
    Files.delete(state.resolve("master-secret"));
    files.with("state: state", "state: nowhere");
    Printed printed = cache("force-online");

    assertThat(printed.exitCode()).isEqualTo(1);
    assertThat(printed.err()).contains("nothing is forced");
  }

  @Test
  void keyFile_takesThePlaceOfTheMachine() throws IOException {
    files.with("offline:", "identity_cache_key: cache.key\noffline:");
    assertThatThrownBy(this::start).hasMessageContaining("cache.key does not exist");
    PrivateFile.write(folder.resolve("cache.key"), new byte[32]);
    try (Bastion _ = start()) {
      assertThat(cache("stats").out()).contains("known 0\n", "rows-found-broken-at-start 3\n");
    }
  }

  @Test
  void password_isSet_unlockedAndRemoved() throws IOException {
    try (Bastion _ = start()) {
      assertThat(set("alice", "correct horse battery\nand more\n").out())
          .isEqualTo("Set: alice may break the glass. Keep the password sealed.\n");
      assertThat(cache("list").out()).containsPattern("alice .* set +dev, ops");
      assertThat(cache("unlock", "alice").out()).isEqualTo("Unlocked: alice.\n");
      assertThat(run("break-glass", "remove", "alice").out()).isEqualTo("Removed: alice.\n");
      assertThat(run("break-glass", "remove", "alice").exitCode()).isEqualTo(1);
      assertThat(cache("list").out()).doesNotContain(" set ");
    }
    assertThat(everyFile()).noneMatch(text -> text.contains("correct horse"));
  }

  @Test
  void password_isForThoseWhoAreNamed() throws IOException {
    try (Bastion _ = start()) {
      Printed printed = set("bob", "correct horse battery\n");

      assertThat(printed.exitCode()).isEqualTo(1);
      assertThat(printed.err()).contains("bob does not stand under `break_glass: people:`");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "eleven char\n"})
  void shortPassword_isRefused_beforeAnybodyIsAsked(String input) {
    Printed printed = set("alice", input);

    assertThat(printed.exitCode()).isEqualTo(2);
    assertThat(printed.err()).contains("12 to 256 characters; nothing was changed");
  }

  private List<String> everyFile() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(CacheCommandTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Printed set(String person, String input) {
    InputStream real = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    try {
      return run("break-glass", "set", person);
    } finally {
      System.setIn(real);
    }
  }

  private Printed cache(String... words) {
    return run(Stream.concat(Stream.of("cache"), Stream.of(words)).toArray(String[]::new));
  }

  private Printed run(String... words) {
    return Printed.by(
        Stream.concat(Stream.of(words), Stream.of("--config", files.config().toString()))
            .toArray(String[]::new));
  }

  private Bastion start() throws IOException {
    return switch (Settings.read(files.config())) {
      case Settings.Read.Good(var settings) -> Bastion.start(settings, Clock.systemUTC());
      case Settings.Read.Bad(var problems) -> throw new AssertionError(problems);
    };
  }
}
