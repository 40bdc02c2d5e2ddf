package io.sallyport.bastion.admin;

import io.sallyport.config.Outline;
import io.sallyport.config.WrittenValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The lines that say what is different in one outline than in another; none if nothing is. */
final class Changes {

  private static final Outline.Items NONE = new Outline.Items(false, new LinkedHashMap<>());
  private static final Outline NOTHING = new Outline(new LinkedHashMap<>(), new LinkedHashMap<>());

  private Changes() {}

  /** All that is different between two configurations. */
  static List<String> between(Outline old, Outline now) {
    return Stream.concat(titled("settings", keys(old.keys(), now.keys())), lists(old, now))
        .toList();
  }

  /** All that is different between two mappings of a list. */
  static Stream<String> within(Outline old, Outline now) {
    return Stream.concat(keys(old.keys(), now.keys()), lists(old, now));
  }

  /** All that a mapping says, but for what it is called and what goes without saying. */
  static Stream<String> whole(Outline item) {
    Stream<String> keys =
        item.keys().entrySet().stream()
            .filter(entry -> !entry.getKey().equals("name") && !entry.getValue().isNeedless())
            .map(entry -> entry.getKey() + ": " + entry.getValue());
    return Stream.concat(keys, lists(NOTHING, item));
  }

  static Stream<String> indented(Stream<String> lines) {
    return lines.map(line -> "  " + line);
  }

  private static Stream<String> keys(Map<String, WrittenValue> old, Map<String, WrittenValue> now) {
    return either(old, now)
        .flatMap(key ->
            values(
                key,
                old.getOrDefault(key, WrittenValue.NOT_SET),
                now.getOrDefault(key, WrittenValue.NOT_SET)));
  }

  private static Stream<String> values(String key, WrittenValue old, WrittenValue now) {
    if (old.isSame(now)) {
      return Stream.empty();
    }
    // Only secrets are different and look alike.
    String after = old.toString().equals(now.toString()) ? "another " + now : now.toString();
    return Stream.of(key + ": " + old + " -> " + after);
  }

  private static Stream<String> lists(Outline old, Outline now) {
    return either(old.lists(), now.lists())
        .flatMap(key ->
            titled(
                key,
                ItemChanges.between(
                    old.lists().getOrDefault(key, NONE), now.lists().getOrDefault(key, NONE))));
  }

  private static Stream<String> titled(String title, Stream<String> lines) {
    List<String> all = lines.toList();
    return all.isEmpty()
        ? Stream.empty()
        : Stream.concat(Stream.of(title + ":"), indented(all.stream()));
  }

  private static Stream<String> either(Map<String, ?> old, Map<String, ?> now) {
    Set<String> all = new LinkedHashSet<>(now.keySet());
    all.addAll(old.keySet());
    return all.stream();
  }
}
