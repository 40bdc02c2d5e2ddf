package io.sallyport.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What a configuration says, to be shown or compared: every key that its file may have, also those
 * that were left out. It is made from the record, so that a new component appears by itself.
 *
 * @param keys the values by the dotted path of their key
 * @param lists the lists of mappings by the dotted path of their key
 */
public record Outline(SequencedMap<String, WrittenValue> keys, SequencedMap<String, Items> lists) {

  /**
   * The mappings of one list. An item goes by its {@code name}, with its {@code port} if it has
   * one.
   *
   * @param ordered whether their order means something
   */
  public record Items(boolean ordered, SequencedMap<String, Outline> byName) {

    /** Keeps a view of the items. */
    public Items {
      byName = Collections.unmodifiableSequencedMap(byName);
    }
  }

  /** Keeps views of both. */
  public Outline {
    keys = Collections.unmodifiableSequencedMap(keys);
    lists = Collections.unmodifiableSequencedMap(lists);
  }

  /**
   * The outline of a record of the kind that {@link ConfigFile} reads. Where order means something
   * it has a List, else a Set.
   *
   * @param folder files below it are named as seen from there
   */
  public static Outline of(Record config, Path folder) {
    return Outlining.of(config, folder.toAbsolutePath().normalize());
  }

  /** Both outlines in one. */
  public Outline and(Outline other) {
    return new Outline(joined(keys, other.keys), joined(lists, other.lists));
  }

  private static <V> SequencedMap<String, V> joined(
      SequencedMap<String, V> one, SequencedMap<String, V> other) {
    SequencedMap<String, V> all = new LinkedHashMap<>(one);
    all.putAll(other);
    return all;
  }
}
