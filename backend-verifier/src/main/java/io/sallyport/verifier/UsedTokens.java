package io.sallyport.verifier;

import io.sallyport.config.PrivateFile;
import io.sallyport.verifier.system.WholeLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * To which connection each token belongs: the first that shows it, for as long as it could be good.
 * sshd asks twice for each connection, so the first may show it again; no other may. Kept in a
 * file, so that a restart forgets nothing. Safe for many threads.
 */
final class UsedTokens {

  /** After so many new ones, those that are of no use any more are forgotten. */
  static final int BATCH = 10_000;

  /** No process of an earlier boot shows anything any more. */
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private record Use(String connection, Instant until) {}

  private final Path file;
  private final InstantSource clock;
  private final String boot;

  // Guarded by this.
  private final Map<String, Use> uses = new HashMap<>();
  private int appended;

  private UsedTokens(Path file, InstantSource clock, String boot) {
    this.file = file;
    this.clock = clock;
    this.boot = boot;
  }

  /**
   * Those that an earlier process has seen.
   *
   * @throws IOException if the file cannot be read or written; for the operator
   */
  static UsedTokens open(Path file, InstantSource clock) throws IOException {
    UsedTokens used = new UsedTokens(file, clock, Files.readString(BOOT_ID).strip());
    if (Files.exists(file)) {
      PrivateFile.check(file);
      Files.readAllLines(file, StandardCharsets.ISO_8859_1).forEach(used::read);
    }
    used.rewrite();
    return used;
  }

  /**
   * Whether a connection has shown a token, as far as the file says.
   *
   * @throws IOException if it cannot be read
   */
  static boolean contain(Path file, ShownToken shown) throws IOException {
    return Files.exists(file)
        && Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
            .anyMatch(line -> line.startsWith(shown.name() + " "));
  }

  /** What a crash has cut is no line: its token was not let in. */
  private void read(String line) {
    String[] words = line.split(" ", -1);
    if (words.length == 4 && words[3].equals(".") && words[2].matches("[0-9]{1,12}")) {
      uses.put(words[0], new Use(words[1], Instant.ofEpochSecond(Long.parseLong(words[2]))));
    }
  }

  /**
   * Whether this connection may show this token.
   *
   * @throws IOException if it cannot be written that it did; then it may not
   */
  synchronized boolean claim(ShownToken shown, SshdConnection connection) throws IOException {
    Use use = use(shown, connection);
    Use first = uses.putIfAbsent(shown.name(), use);
    if (first == null) {
      keep(shown.name(), use);
    }
    return first == null || first.connection().equals(use.connection());
  }

  /**
   * Whether this connection may open a session under this token: if it has shown it, and has opened
   * none.
   *
   * @throws IOException if it cannot be written that it did; then it may not
   */
  synchronized boolean claimSession(ShownToken shown, SshdConnection connection)
      throws IOException {
    Use shownBy = uses.get(shown.name());
    Use use = use(shown, connection);
    if (shownBy == null
        || !shownBy.connection().equals(use.connection())
        || uses.putIfAbsent(shown.session().name(), use) != null) {
      return false;
    }
    keep(shown.session().name(), use);
    return true;
  }

  private Use use(ShownToken shown, SshdConnection connection) {
    return new Use(boot + "/" + connection.process(), shown.until());
  }

  private void keep(String name, Use use) throws IOException {
    try {
      if (appended >= BATCH) {
        rewrite();
      } else {
        append(line(name, use));
      }
    } catch (IOException e) {
      uses.remove(name);
      throw e;
    }
  }

  private void append(String line) throws IOException {
    WholeLine.append(file, line);
    appended++;
  }

  private void rewrite() throws IOException {
    Instant now = clock.instant();
    uses.values().removeIf(use -> !now.isBefore(use.until()));
    String text =
        uses.entrySet().stream()
            .map(each -> line(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    PrivateFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
    appended = 0;
  }

  private static String line(String name, Use use) {
    return "%s %s %d .\n".formatted(name, use.connection(), use.until().getEpochSecond());
  }
}
