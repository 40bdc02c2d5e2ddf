package io.sallyport.bastion.orders;

import io.sallyport.bastion.store.BoundKey;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** A bound key as a line of a reply. */
public final class KeyLine {

  private KeyLine() {}

  /** Person, fingerprint, two times in seconds, and the groups, which may hold spaces. */
  static String write(BoundKey key) {
    return "%s %s %d %d %s"
        .formatted(
            key.person(),
            key.fingerprint(),
            key.boundAt().getEpochSecond(),
            key.expiresAt().getEpochSecond(),
            String.join("\t", new TreeSet<>(key.groups())).replaceAll("[\\r\\n]", " "));
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static BoundKey read(String line) {
    String[] words = line.split(" ", 5);
    if (words.length != 5) {
      throw new IllegalArgumentException("that is no bound key: " + line);
    }
    return new BoundKey(
        words[0],
        words[1],
        words[4].isEmpty() ? Set.of() : Set.of(words[4].split("\t")),
        Instant.ofEpochSecond(Long.parseLong(words[2])),
        Instant.ofEpochSecond(Long.parseLong(words[3])));
  }
}
