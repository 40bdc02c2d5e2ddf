package io.sallyport.serviceaccounts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of an INI file. */
sealed interface IniLine {
  Pattern HEADER = Pattern.compile("\\[([^\\[\\]]*)]");
  Pattern ENTRY = Pattern.compile("([^=\\[\\]]+)=(.*)");

  /** Nothing, or a comment that starts with {@code #} or {@code ;}. */
  record Blank() implements IniLine {}

  /** {@code [name]}: what follows belongs to that name. */
  record Header(String name) implements IniLine {}

  /** {@code key = value}, without the spaces around both. */
  record Entry(String key, String value) implements IniLine {}

  /** Something else. */
  record Unreadable() implements IniLine {}

  static IniLine parse(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
      return new Blank();
    }
    Matcher header = HEADER.matcher(text);
    if (header.matches()) {
      return new Header(header.group(1).strip());
    }
    Matcher entry = ENTRY.matcher(text);
    return entry.matches()
        ? new Entry(entry.group(1).strip(), entry.group(2).strip())
        : new Unreadable();
  }
}
