package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a mapping becomes a record. */
final class ConfigFileTest {
  private final TestFolder folder;

  ConfigFileTest(@TempDir Path path) {
    folder = new TestFolder(path);
  }

  enum Recording {
    STRICT,
    BREAK_GLASS
  }

  record Everything(
      String name,
      boolean enabled,
      int count,
      long bytes,
      Duration bindingTtl,
      Path state,
      URI portal,
      Recording recording,
      Address listen,
      Secret accessToken,
      List<String> groups,
      Set<Integer> ports,
      Map<String, Duration> limits,
      Nested nested,
      List<Nested> targets,
      Optional<Nested> spare) {}

  record Nested(String host, @Default("22") int port) {}

  record Defaults(
      @Default("bastion") String name,
      @Default("true") boolean enabled,
      @Default("5m") Duration timeout,
      @Default("state") Path state,
      @Default("[shell, exec]") Set<Channel> channels,
      @Default("") List<String> groups,
      @Default("") Map<String, String> attributes,
      @Default("") Inner inner,
      Optional<String> note) {}

  enum Channel {
    SHELL,
    EXEC
  }

  record Inner(@Default("7d") Duration life, @Default("") String prefix) {}

  @Test
  void everyType_isReadFromItsWrittenForm() {
    folder.write("token", "s3cret\n", "rw-------");
    Everything config =
        folder.config(
            """
            name: a name
            enabled: true
            count: 7
            bytes: 5000000000
            binding_ttl: 12h
            state: ../state
            portal: https://portal.example.com/
            recording: break-glass
            listen: "[::1]:2222"
            access_token: {file: token}
            groups: [ops, dev, ops]
            ports:
              - 22
              - 2222
            limits: {soft: 30s, hard: 500ms}
            nested:
              host: a
            targets:
              - {host: b, port: 23}
              - host: c
            spare: {host: d}
            """,
            Everything.class);

    assertThat(config.accessToken().reveal()).isEqualTo("s3cret");
    assertThat(config)
        .isEqualTo(
            new Everything(
                "a name",
                true,
                7,
                5_000_000_000L,
                Duration.ofHours(12),
                folder.path().resolveSibling("state"),
                URI.create("https://portal.example.com/"),
                Recording.BREAK_GLASS,
                new Address("::1", 2222),
                config.accessToken(),
                List.of("ops", "dev", "ops"),
                Set.of(22, 2222),
                Map.of("soft", Duration.ofSeconds(30), "hard", Duration.ofMillis(500)),
                new Nested("a", 22),
                List.of(new Nested("b", 23), new Nested("c", 22)),
                Optional.of(new Nested("d", 22))));
  }

  @Test
  void defaults_standWhereTheFileIsSilent() {
    assertThat(folder.config("", Defaults.class))
        .isEqualTo(
            new Defaults(
                "bastion",
                true,
                Duration.ofMinutes(5),
                folder.path().resolve("state"),
                Set.of(Channel.SHELL, Channel.EXEC),
                List.of(),
                Map.of(),
                new Inner(Duration.ofDays(7), ""),
                Optional.empty()));
  }

  @Test
  void defaults_giveWayToTheFile() {
    Defaults config =
        folder.config("{name: x, enabled: false, inner: {life: 1d}, note: y}", Defaults.class);
    assertThat(config.name()).isEqualTo("x");
    assertThat(config.enabled()).isFalse();
    assertThat(config.inner()).isEqualTo(new Inner(Duration.ofDays(1), ""));
    assertThat(config.note()).contains("y");
  }

  @Test
  void defaultThatDoesNotFit_isReportedOnTheLineOfItsMapping() {
    record Limited(@Between(min = "1", max = "") int value) {}
    record Config(int any, @Default("{value: 0}") Limited limited) {}
    assertThat(folder.report("# comment\n\nany: 1\n", Config.class))
        .containsExactly("test.yaml:3: limited.value: must be at least 1");
  }

  @Test
  void listMappingAndSectionWithNothingIn_areEmpty() {
    Defaults config = folder.config("groups:\nattributes: {}\ninner:\n", Defaults.class);
    assertThat(config.groups()).isEmpty();
    assertThat(config.inner()).isEqualTo(new Inner(Duration.ofDays(7), ""));
  }

  record Login(String user, Secret password, Endpoint endpoint, List<String> groups, Kind kind) {}

  record Endpoint(URI url, Optional<String> name) {}

  enum Kind {
    PERSON,
    PROGRAM
  }

  @Test
  void missingKey_isReportedOnTheLineOfItsMapping_withWhatToGive() {
    assertThat(folder.report("# comment\nuser: x\n", Login.class))
        .containsExactly(
            "test.yaml:2: password: is missing; give {file: NAME} or {env: NAME}",
            "test.yaml:2: endpoint: is missing; give a mapping with the keys url, name",
            "test.yaml:2: groups: is missing; give a list",
            "test.yaml:2: kind: is missing; give one of person, program");
  }

  @Test
  void missingNestedKey_isReportedOnTheLineOfTheSection() {
    record Config(String user, Endpoint endpoint) {}
    assertThat(folder.report("user: x\nendpoint:\n\n\n  name: y\n", Config.class))
        .containsExactly(
            "test.yaml:2: endpoint.url: is missing; give a URL such as https://portal.example.com/");
  }

  record Limits(Map<String, Integer> sizes, Optional<Duration> timeout) {}

  @Test
  void unknownKey_namesTheNearestKnownOne() {
    assertThat(folder.report("{sizes: {}, timeuot: 1s}", Limits.class))
        .containsExactly("test.yaml:1: timeuot: is not a known key; did you mean `timeout`?");
  }

  @Test
  void unknownKeyUnlikeAll_listsTheKnownOnes() {
    assertThat(folder.report("{sizes: {}, banner: hi}", Limits.class))
        .containsExactly("test.yaml:1: banner: is not a known key; known here: sizes, timeout");
  }

  @Test
  void keyInCamelCase_isUnknown() {
    record Config(@Default("1s") Duration bindingTtl) {}
    assertThat(folder.report("bindingTtl: 5s", Config.class))
        .containsExactly(
            "test.yaml:1: bindingTtl: is not a known key; did you mean `binding_ttl`?");
  }

  @Test
  void keyThatStandsTwice_isRefused_alsoInMappingsOfFreeKeys() {
    assertThat(folder.report("sizes:\n  a: 1\n  b: 1\n  a: 1\nsizes: {}\n", Limits.class))
        .containsExactly(
            "test.yaml:4: sizes.a: stands here twice, first on line 2; keep one of them",
            "test.yaml:5: sizes: stands here twice, first on line 1; keep one of them");
  }

  @Test
  void keyThatIsAList_isRefused() {
    assertThat(folder.report("sizes:\n  ? [a]\n  : 1\n", Limits.class))
        .containsExactly("test.yaml:1: sizes: has a list or mapping as a key; use words as keys");
  }

  @Test
  void mergeKey_isAnUnknownKey() {
    assertThat(folder.report("sizes: {}\n<<: {timeout: 1s}\n", Limits.class))
        .containsExactly("test.yaml:2: <<: is not a known key; known here: sizes, timeout");
  }

  @Test
  void valueOfAnotherShape_isRefused_withTheShapeWanted() {
    assertThat(folder.report("user: [x]\npassword: []\nendpoint: x\ngroups: ops\n", Login.class))
        .contains(
            "test.yaml:1: user: must be a text, not a list or mapping",
            "test.yaml:2: password: must be a mapping; write one `key: value` per line",
            "test.yaml:3: endpoint: must be a mapping; write one `key: value` per line",
            "test.yaml:4: groups: must be a list; write [a, b]");
  }

  @Test
  void keyWithoutValue_isRefused_alsoWhereItIsOptional() {
    record Config(String name, Optional<Duration> timeout) {}
    assertThat(folder.report("name:\ntimeout: ~\n", Config.class))
        .containsExactly(
            "test.yaml:1: name: has no value; give a text",
            "test.yaml:2: timeout: has no value; give a duration such as 500ms, 30s, 5m or 7d");
  }

  @Test
  void quotedEmptyText_isAText() {
    record Config(String name) {}
    assertThat(folder.config("name: ''", Config.class).name()).isEmpty();
  }

  @Test
  void wordsThatYamlTakesForOtherThings_areTextsWhereATextIsAskedFor() {
    record Config(List<String> words) {}
    assertThat(folder.config("words: [1.10, yes, 0x1F, 2026-11-22, true]", Config.class).words())
        .containsExactly("1.10", "yes", "0x1F", "2026-11-22", "true");
  }

  @Test
  void placesInListsAndMappings_areNamedByIndexAndKey() {
    record Target(Address address) {}
    record Config(List<Target> targets, Map<String, Integer> sizes) {}
    assertThat(
            folder.report(
                """
                targets:
                  - address: a:1
                  - address: b:1
                  - address: c
                sizes:
                  big: much
                """,
                Config.class))
        .containsExactly(
            "test.yaml:4: targets[2].address: must be an address such as 127.0.0.1:22 or"
                + " [::1]:22, not `c`",
            "test.yaml:6: sizes.big: must be a whole number, not `much`");
  }

  @Test
  void itemThatStandsTwiceInASet_isRefused() {
    record Config(Set<String> names) {}
    assertThat(folder.report("names:\n  - a\n  - b\n  - a\n", Config.class))
        .containsExactly("test.yaml:4: names[2]: stands in the list twice; remove one");
  }

  @Test
  void setsAndMappings_keepTheOrderOfTheFile_andCannotBeChanged() {
    record Config(Set<String> names, Map<String, Integer> sizes, List<String> list) {}
    Config config =
        folder.config("{names: [c, a, b], sizes: {z: 1, y: 2, x: 3}, list: [a]}", Config.class);
    assertThat(config.names()).containsExactly("c", "a", "b").isUnmodifiable();
    assertThat(config.sizes().keySet()).containsExactly("z", "y", "x");
    assertThat(config.sizes()).isUnmodifiable();
    assertThat(config.list()).isUnmodifiable();
  }

  record Span(int from, int to) {
    Span {
      if (from > to) {
        throw new IllegalArgumentException("`from` is above `to`; swap them");
      }
    }
  }

  private record Hidden(int number) {}

  @Test
  void recordThatIsNotPublic_isRead() {
    assertThat(folder.config("number: 1", Hidden.class)).isEqualTo(new Hidden(1));
  }

  @Test
  void objectionOfTheRecord_isAProblemOfItsMapping() {
    record Config(String name, List<Span> spans) {}
    String yaml = "name: x\nspans:\n  - {from: 1, to: 1}\n  - {from: 2, to: 1}\n";
    assertThat(folder.report(yaml, Config.class))
        .containsExactly("test.yaml:4: spans[1]: `from` is above `to`; swap them");
  }

  @Test
  void objectionOfTheWholeFile_hasNoKey() {
    assertThat(folder.report("from: 2\nto: 1\n", Span.class))
        .containsExactly("test.yaml:1: `from` is above `to`; swap them");
  }

  record Even(@Default("[1]") List<Integer> numbers) {
    Even {
      for (int i = 0; i < numbers.size(); i++) {
        if (numbers.get(i) % 2 != 0) {
          throw new ItemObjection("numbers", i, "is odd");
        }
      }
    }
  }

  @Test
  void objectionToAnItem_isAProblemOfThatItem() {
    assertThat(folder.report("numbers:\n  - 2\n  - 3\n", Even.class))
        .containsExactly("test.yaml:3: numbers[1]: is odd");
  }

  @Test
  void objectionToAnItemThatTheFileLeavesOut_isAProblemOfTheMapping() {
    assertThat(folder.report("", Even.class)).containsExactly("test.yaml:1: is odd");
  }

  record Broken(int any) {
    Broken {
      throw new UnsupportedOperationException("a defect");
    }
  }

  @Test
  void defectOfTheRecord_isNoProblemOfTheFile() {
    assertThatIllegalStateException()
        .isThrownBy(() -> folder.read("any: 1", Broken.class, Map.of()))
        .withMessageContaining("Broken")
        .withRootCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void typeThatNoFileCanHold_isADefectOfTheRecord() {
    record Config(OptionalInt number) {}
    assertThatIllegalStateException()
        .isThrownBy(() -> folder.read("number: 1", Config.class, Map.of()))
        .withMessage("configuration files cannot hold a java.util.OptionalInt");
  }

  @Test
  void allProblems_areReportedAtOnce_inTheOrderOfTheLines() {
    assertThat(
            folder.report(
                """
                groups: [[]]
                kind: robot
                usr: x
                password: hunter2
                endpoint: {url: nowhere, name: {}}
                """,
                Login.class))
        .containsExactly(
            "test.yaml:1: user: is missing; give a text",
            "test.yaml:1: groups[0]: must be a text, not a list or mapping",
            "test.yaml:2: kind: must be one of person, program, not `robot`",
            "test.yaml:3: usr: is not a known key; did you mean `user`?",
            "test.yaml:4: password: must not stand in this file; put it elsewhere and write"
                + " {file: NAME} or {env: NAME}",
            "test.yaml:5: endpoint.url: must be a URL such as https://portal.example.com/, not"
                + " `nowhere`",
            "test.yaml:5: endpoint.name: must be a text, not a list or mapping");
  }

  @Test
  void environment_isTheProcessesOwn() {
    record Config(Secret secret) {}
    Path file = folder.write("env.yaml", "secret: {env: PATH}", "rw-r--r--");
    assertThat(ConfigFile.read(file, Config.class))
        .isInstanceOfSatisfying(
            Loaded.Valid.class,
            valid ->
                assertThat(((Config) valid.config()).secret().reveal())
                    .isEqualTo(System.getenv("PATH")));
  }

  @Test
  void relativeNameOfTheFile_standsInTheReportAsItWasGiven() {
    record Config(int number) {}
    assertThat(ConfigFile.read(Path.of("no-such-file.yaml"), Config.class))
        .isInstanceOfSatisfying(
            Loaded.Invalid.class,
            invalid ->
                assertThat(invalid.report())
                    .isEqualTo("no-such-file.yaml: does not exist; create it or correct its name"));
  }
}
