package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutlineTest {

  private static final Path FOLDER = Path.of("/etc/test");

  private enum Kind {
    DARK_RED
  }

  private record Limits(
      @Default("7") int most, @Default("90s") Duration howLong, Optional<Duration> idle) {}

  private record Scalars(
      Path inside,
      Path outside,
      Kind kind,
      Address address,
      String text,
      @Default("") Limits limits) {}

  private record Holder(Secret secret) {}

  private record Group<T>(T value) {}

  private record Item(String name, @Default("22") int port, Optional<String> note) {}

  private record Ordered(@Default("") List<Item> items) {}

  private record Unordered(Set<Item> items) {}

  private record ByName(Map<String, Limits> limits) {}

  @Test
  void everyKey_isThere_asItWouldBeWritten() {
    Limits limits = new Limits(8, Duration.ofSeconds(90), Optional.of(Duration.ofDays(2)));
    Record config =
        new Scalars(
            FOLDER.resolve("a/b"),
            Path.of("/var/log/c"),
            Kind.DARK_RED,
            new Address("::1", 22),
            "two words",
            limits);

    assertThat(written(config))
        .containsExactly(
            entry("inside", "a/b"),
            entry("outside", "/var/log/c"),
            entry("kind", "dark-red"),
            entry("address", "[::1]:22"),
            entry("text", "\"two words\""),
            entry("limits.most", "8"),
            entry("limits.how_long", "90s (default)"),
            entry("limits.idle", "2d"));
  }

  @Test
  void whatIsLeftOut_isShownAsSuch() {
    Record config = new Limits(7, Duration.ofSeconds(90), Optional.empty());

    assertThat(written(config))
        .containsExactly(
            entry("most", "7 (default)"),
            entry("how_long", "90s (default)"),
            entry("idle", "(not set)"));
    assertThat(outline(config).keys().values()).allMatch(WrittenValue::isNeedless);
  }

  @Test
  void secrets_areCompared_andNeverShown() {
    WrittenValue one = value(new Holder(Secret.of("one")));

    assertThat(one).hasToString("(secret)");
    assertThat(one.isSame(value(new Holder(Secret.of("one"))))).isTrue();
    assertThat(one.isSame(value(new Holder(Secret.of("two"))))).isFalse();
    assertThat(
            value(new Group<>(List.of(Secret.of("a"))))
                .isSame(value(new Group<>(List.of(Secret.of("b"))))))
        .isFalse();
  }

  @Test
  void order_countsInLists_andNotInSets() {
    assertThat(value(new Group<>(List.of("b", "a")))).hasToString("[b, a]");
    assertThat(value(new Group<>(Set.of("b", "a")))).hasToString("[a, b]");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a.b:c*/-@, a.b:c*/-@", "`a, b`, `\"a, b\"`", "[a], \"[a]\"", "(secret), \"(secret)\"",
        "``, \"\"", "a\"b, \"a\\\"b\"", "a\\b, \"a\\\\b\"", "a\u001b[m, \"a\\u{1b}[m\"",
        "a\u202eb, \"a\\u{202e}b\""
      })
  void texts_cannotBeTakenForAnythingElse(String text, String shown) {
    assertThat(value(new Group<>(text))).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 0d", "1, 1ms", "1000, 1s", "90000, 90s", "3600000, 1h", "86400000, 1d"})
  void durations_areWrittenInTheLargestUnitThatFits(long millis, String written) {
    assertThat(value(new Group<>(Duration.ofMillis(millis)))).hasToString(written);
    assertThat(Durations.parse(written)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void mappingsInLists_goByNameAndPort() {
    Item web = new Item("web", 22, Optional.empty());
    Item other = new Item("web", 2222, Optional.of("x"));

    Outline.Items ordered = items(new Ordered(List.of(web, other, web)));
    Outline.Items unordered = items(new Unordered(Set.of(web, other)));

    assertThat(ordered.ordered()).isTrue();
    assertThat(ordered.byName()).containsOnlyKeys("web:22", "web:2222", "web:22 #2");
    assertThat(ordered.byName().firstEntry().getKey()).isEqualTo("web:22");
    assertThat(texts(ordered.byName().lastEntry().getValue().keys()))
        .containsExactly(
            entry("name", "web"), entry("port", "22 (default)"), entry("note", "(not set)"));
    assertThat(unordered.ordered()).isFalse();
    assertThat(unordered.byName().keySet()).containsExactly("web:22", "web:2222");
    assertThat(items(new Ordered(List.of())).byName()).isEmpty();
  }

  @Test
  void mappingsUnderNames_areKeysOfTheirOwn() {
    Limits limits = new Limits(1, Duration.ofSeconds(1), Optional.empty());

    assertThat(written(new ByName(Map.of("a", limits))))
        .containsOnlyKeys("limits.a.most", "limits.a.how_long", "limits.a.idle");
  }

  @Test
  void outlines_canBeJoined() {
    Outline both = outline(new Holder(Secret.of("x"))).and(outline(new Ordered(List.of())));

    assertThat(both.keys()).containsOnlyKeys("secret");
    assertThat(both.lists()).containsOnlyKeys("items");
  }

  private static Outline outline(Record config) {
    return Outline.of(config, FOLDER);
  }

  private static Outline.Items items(Record config) {
    return outline(config).lists().firstEntry().getValue();
  }

  private static Map<String, String> written(Record config) {
    return texts(outline(config).keys());
  }

  private static Map<String, String> texts(Map<String, WrittenValue> keys) {
    Map<String, String> texts = new LinkedHashMap<>();
    keys.forEach((key, value) -> texts.put(key, value.toString()));
    return texts;
  }

  private static WrittenValue value(Record config) {
    return outline(config).keys().firstEntry().getValue();
  }
}
