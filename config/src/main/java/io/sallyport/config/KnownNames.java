package io.sallyport.config;

import static java.util.Comparator.comparingInt;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The names that are allowed at some place, for telling somebody who wrote another one.
 *
 * @param names the names, in the order in which they are listed to people
 */
public record KnownNames(Collection<String> names) {

  /** Keeps a copy of the names. */
  public KnownNames {
    names = List.copyOf(names);
  }

  /** What to write instead of an unknown name: the nearest known one, or else the choice of all. */
  public String advice(String unknown) {
    return nearest(unknown)
        .map(name -> "did you mean `" + name + "`?")
        .orElseGet(() -> "known here: " + String.join(", ", names));
  }

  private Optional<String> nearest(String unknown) {
    int limit = Math.max(1, unknown.length() / 3);
    return names.stream()
        .filter(name -> EditDistance.between(unknown, name) <= limit)
        .min(comparingInt(name -> EditDistance.between(unknown, name)));
  }
}
