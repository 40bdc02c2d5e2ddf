package io.sallyport.bastion.admin;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fewest items that must be moved to get from one order to another. */
final class Moves {

  private Moves() {}

  /** Names that only one of them has do not count. */
  static Set<String> between(List<String> old, List<String> now) {
    List<String> common = now.stream().filter(new HashSet<>(old)::contains).toList();
    Set<String> moved = new HashSet<>(common);
    moved.removeAll(longestInOrder(common, old));
    return moved;
  }

  /** The longest run of names, with gaps, whose order is the old one. */
  private static List<String> longestInOrder(List<String> names, List<String> old) {
    List<List<String>> endingAt = new ArrayList<>();
    for (String name : names) {
      List<String> run = new ArrayList<>(longest(endingAt, old.subList(0, old.indexOf(name))));
      run.add(name);
      endingAt.add(run);
    }
    return longest(endingAt, old);
  }

  private static List<String> longest(List<List<String>> runs, Collection<String> lasts) {
    Set<String> allowed = new HashSet<>(lasts);
    return runs.stream()
        .filter(run -> allowed.contains(run.getLast()))
        .max(comparingInt(List::size))
        .orElse(List.of());
  }
}
