package io.sallyport.serviceaccounts;

import io.sallyport.config.KnownNames;
import io.sallyport.config.Loaded;
import io.sallyport.config.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one file, line by line. It goes on after a problem, so that all are found.
 *
 * <p>A section that is at fault itself still takes its keys, for their problems to be found too.
 */
final class AccountsParser {
  private static final KnownNames KNOWN_KEYS = new KnownNames(EntryReader.KEYS);

  /** Each of their lines says one more. */
  private static final Set<String> MANY = Set.of(EntryReader.FINGERPRINT, EntryReader.COMMANDS);

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
  private static final String NAME_RULE =
      "use a-z, 0-9, _ and -, start with a letter or _, at most 32 characters";

  private final List<Problem> problems = new ArrayList<>();
  private final Notices notices = new Notices();
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final EntryReader entries;
  private @Nullable Section current;

  AccountsParser(ApprovedPaths approved) {
    entries = new EntryReader(approved, notices);
  }

  Loaded<ServiceAccounts> parse(Path file, String text) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      read(number, IniLine.parse(line));
    }
    closeSection();
    return result(file);
  }

  private void read(int number, IniLine line) {
    switch (line) {
      case IniLine.Blank _ -> {}
      case IniLine.Header(String name) -> openSection(number, name);
      case IniLine.Entry(String key, String value) -> readEntry(number, key, value);
      case IniLine.Unreadable _ -> report(number, "", "is not [account], key = value or # comment");
    }
  }

  private void openSection(int number, String name) {
    closeSection();
    current = new Section(name, number);
    if (!NAME.matcher(name).matches()) {
      report(number, name, "is not an account name; " + NAME_RULE);
    }
    Section first = sections.putIfAbsent(name, current);
    if (first != null) {
      report(number, name, twice(first.line));
    }
  }

  private void closeSection() {
    if (current != null) {
      if (!current.lines.containsKey(EntryReader.FINGERPRINT)) {
        report(current.line, current.name, "has no " + EntryReader.FINGERPRINT + "; add one");
      }
      notices.about(current);
    }
  }

  private void readEntry(int number, String key, String value) {
    if (current == null) {
      report(number, key, "stands before the first [account]; move it below one");
      return;
    }
    String path = current.name + "." + key;
    Integer first = current.lines.putIfAbsent(key, number);
    if (first != null && !MANY.contains(key)) {
      report(number, path, twice(first));
    }
    if (!EntryReader.KEYS.contains(key)) {
      report(number, path, "is not a known key; " + KNOWN_KEYS.advice(key));
      return;
    }
    entries.read(current, number, key, value).forEach(fault -> report(number, path, fault));
  }

  private Loaded<ServiceAccounts> result(Path file) {
    if (!problems.isEmpty()) {
      return new Loaded.Invalid<>(file, problems);
    }
    return new Loaded.Valid<>(
        new ServiceAccounts(
            file,
            sections.values().stream().map(Section::account).toList(),
            notices.all(),
            notices.deadlines()));
  }

  private void report(int line, String key, String message) {
    problems.add(new Problem(line, key, message));
  }

  private static String twice(int firstLine) {
    return "stands here twice, first on line " + firstLine + "; keep one of them";
  }
}
