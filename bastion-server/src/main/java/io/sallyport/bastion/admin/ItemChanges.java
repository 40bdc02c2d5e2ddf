package io.sallyport.bastion.admin;

import io.sallyport.config.Outline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is different in a list of mappings: what was added, removed, changed or moved. */
final class ItemChanges {

  private final Outline.Items old;
  private final Outline.Items now;
  private final Set<String> moved;

  private ItemChanges(Outline.Items old, Outline.Items now) {
    this.old = old;
    this.now = now;
    this.moved = now.ordered() ? Moves.between(order(old), order(now)) : Set.of();
  }

  /** The lines about the new list from top to bottom, then those about what is gone. */
  static Stream<String> between(Outline.Items old, Outline.Items now) {
    ItemChanges changes = new ItemChanges(old, now);
    return Stream.concat(
        now.byName().entrySet().stream()
            .flatMap(item -> changes.present(item.getKey(), item.getValue())),
        old.byName().entrySet().stream()
            .filter(item -> !now.byName().containsKey(item.getKey()))
            .flatMap(
                item -> whole("- " + item.getKey() + at(old, item.getKey()), item.getValue())));
  }

  private Stream<String> present(String name, Outline item) {
    return Optional.ofNullable(old.byName().get(name))
        .map(before -> changed(name, Changes.within(before, item).toList()))
        .orElseGet(() -> whole("+ " + name + at(now, name), item));
  }

  private Stream<String> changed(String name, List<String> changes) {
    if (changes.isEmpty() && !moved.contains(name)) {
      return Stream.empty();
    }
    return headed("~ " + name + (moved.contains(name) ? move(name) : ""), changes.stream());
  }

  private static Stream<String> whole(String head, Outline item) {
    return headed(head, Changes.whole(item));
  }

  private static Stream<String> headed(String head, Stream<String> lines) {
    return Stream.concat(Stream.of(head), Changes.indented(lines));
  }

  private String move(String name) {
    return ", moved from place %d to %d".formatted(place(old, name), place(now, name));
  }

  private static String at(Outline.Items items, String name) {
    return items.ordered() ? " at place " + place(items, name) : "";
  }

  private static int place(Outline.Items items, String name) {
    return order(items).indexOf(name) + 1;
  }

  private static List<String> order(Outline.Items items) {
    return List.copyOf(items.byName().keySet());
  }
}
