package io.sallyport.verifier.sshd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code sshd -T} prints: keywords in lower case, each with its values in their order.
 *
 * @param values by keyword; a keyword of a list has one value for each of its lines
 */
public record SshdSettings(Map<String, List<String>> values) {

  static SshdSettings parse(String printed) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    printed
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2)
        .forEach(words ->
            values
                .computeIfAbsent(words[0].toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(words[1].strip()));
    return new SshdSettings(values);
  }

  /** The one value of a keyword; empty where this release does not know it, or it says nothing. */
  public Optional<String> value(String keyword) {
    return all(keyword).stream().findFirst();
  }

  /** All values of a keyword. */
  public List<String> all(String keyword) {
    return values.getOrDefault(keyword.toLowerCase(Locale.ROOT), List.of());
  }

  /** Whether a keyword has exactly this value; {@code sshd -T} prints words in lower case. */
  public boolean is(String keyword, String value) {
    return value(keyword).filter(value::equalsIgnoreCase).isPresent();
  }

  /**
   * What is there and was not, as lines with {@code +}, and what was and is not, with {@code -}.
   */
  public List<String> differencesFrom(SshdSettings before) {
    List<String> lines = new ArrayList<>();
    before.lines().stream()
        .filter(line -> !lines().contains(line))
        .forEach(line -> lines.add("- " + line));
    lines().stream()
        .filter(line -> !before.lines().contains(line))
        .forEach(line -> lines.add("+ " + line));
    return lines.stream()
        .sorted((a, b) -> a.substring(2).compareTo(b.substring(2)))
        .collect(Collectors.toList());
  }

  private List<String> lines() {
    return values.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + " " + value))
        .toList();
  }
}
