package io.sallyport.verifier.doctor;

import io.sallyport.verifier.sshd.Sshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The lines of sshd's configuration in the order in which sshd reads them, drop-ins where they are
 * included. They say where something stands; what it means only sshd says.
 *
 * @param all without comments
 */
record ConfigLines(List<Line> all) {
  private static final Pattern FORM =
      Pattern.compile("\\s*([A-Za-z0-9]+)(?:\\s*=\\s*|\\s+)(.*?)\\s*");

  /** As deep as sshd goes. */
  private static final int DEPTH = 16;

  /**
   * A line.
   *
   * @param conditional whether it stands in a Match block
   * @param keyword in lower case
   * @param value the words behind it, without the quotation marks around all of them
   */
  record Line(Path file, int number, boolean conditional, String keyword, String value) {
    /** Whether it holds, and a later one does not, where both are for the same visitor. */
    boolean winsOver(Line later) {
      return keyword.equals(later.keyword) && (conditional || !later.conditional);
    }

    /** Whether the set-up has written it. */
    boolean isOurs() {
      return file.endsWith(Sshd.DROP_IN);
    }

    @Override
    public String toString() {
      return file + " line " + number;
    }
  }

  static ConfigLines of(Path config) throws IOException {
    List<Line> lines = new ArrayList<>();
    read(config, lines, false, 0);
    return new ConfigLines(lines);
  }

  /** A Match block ends with its file. */
  private static void read(Path file, List<Line> lines, boolean inBlock, int depth)
      throws IOException {
    boolean conditional = inBlock;
    int number = 0;
    // sshd takes any byte; of those that are no text only comments and values can have some.
    for (String text : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      number++;
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches() || depth > DEPTH) {
        continue;
      }
      String keyword = matcher.group(1).toLowerCase(Locale.ROOT);
      String value = matcher.group(2).replaceFirst("^\"([^\"]*)\"$", "$1");
      conditional |= keyword.equals("match");
      lines.add(new Line(file, number, conditional, keyword, value));
      if (keyword.equals("include")) {
        for (String pattern : value.split("\\s+", -1)) {
          for (Path included : matching(Path.of("/etc/ssh").resolve(pattern))) {
            read(included, lines, conditional, depth + 1);
          }
        }
      }
    }
  }

  /** In their names' order, as glob(3) has them. */
  private static List<Path> matching(Path pattern) throws IOException {
    Path folder = pattern.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(matcher::matches)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** All lines with a keyword. */
  List<Line> of(String keyword) {
    return all.stream().filter(line -> line.keyword().equals(keyword)).toList();
  }

  /** Those that win over the lines of the set-up, or all if there are none of it. */
  Stream<Line> beforeOurs() {
    return all.stream().takeWhile(line -> !line.isOurs());
  }

  /** The first line that gives a keyword this value. */
  Optional<Line> first(String keyword, String value) {
    return of(keyword).stream().filter(line -> line.value().equalsIgnoreCase(value)).findFirst();
  }

  /** The files, each once. */
  List<Path> files() {
    return all.stream().map(Line::file).distinct().toList();
  }
}
