package io.sallyport.verifier.accounts;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.sallyport.serviceaccounts.ServiceAccount;
import io.sallyport.serviceaccounts.ServiceAccount.Sudo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of sudo's folder that this program has written, a rule each. All new ones are checked
 * by visudo before the first is changed; files of others are never touched.
 */
final class SudoRules {
  static final String PREFIX = "sallyport-";
  static final String MARK = "# Written by sallyport-verifier service-accounts sudo.";

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  /** sudo leaves out files with a dot in their names. */
  private static final String UNSEEN = ".new";

  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r-----"));

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Path visudo;
  private final Instant now;

  SudoRules(Path folder, Path visudo, Instant now) {
    this.folder = folder;
    this.visudo = visudo;
    this.now = now;
  }

  /**
   * Makes the files say what the accounts say; returns what was done, a line each.
   *
   * @throws IOException if it could not, with what to do; mostly nothing was changed then
   */
  List<String> write(List<ServiceAccount> accounts) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder; install sudo, or name another by --folder");
    }
    Map<Path, String> wanted = wanted(accounts);
    List<Path> present = own();
    Map<Path, Path> checked = checked(wanted);
    try {
      return change(wanted, present, checked);
    } finally {
      for (Path left : checked.values()) {
        Files.deleteIfExists(left);
      }
    }
  }

  private Map<Path, String> wanted(List<ServiceAccount> accounts) {
    Map<Path, String> files = new TreeMap<>();
    accounts.stream()
        .filter(account -> account.sudo() != Sudo.NOT_ALLOWED && account.isGoodAt(now))
        .forEach(account -> files.put(folder.resolve(PREFIX + account.name()), rule(account)));
    return files;
  }

  /** visudo would let ALL, and what means a group or a number, pass as a name. */
  static String rule(ServiceAccount account) {
    if (!NAME.matcher(account.name()).matches()) {
      throw new IllegalArgumentException("no user is called " + account.name());
    }
    String until =
        account
            .expires()
            .map(end -> "NOTAFTER=" + TIME.format(end.minusSeconds(1)) + " ")
            .orElse("");
    String tag = account.sudo() == Sudo.WITHOUT_PASSWORD ? "NOPASSWD: " : "";
    return "%s\n%s ALL=(ALL:ALL) %s%sALL\n".formatted(MARK, account.name(), until, tag);
  }

  private List<Path> own() throws IOException {
    List<Path> own = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        if (isOwn(file)) {
          own.add(file);
        }
      }
    }
    return own;
  }

  private static boolean isOwn(Path file) throws IOException {
    return Files.isRegularFile(file, NOFOLLOW_LINKS)
        && Files.readString(file, StandardCharsets.ISO_8859_1).startsWith(MARK + "\n");
  }

  /** The new files under names that sudo does not see. */
  private Map<Path, Path> checked(Map<Path, String> wanted) throws IOException {
    Map<Path, Path> drafts = new TreeMap<>();
    try {
      for (Map.Entry<Path, String> each : wanted.entrySet()) {
        requireOwnOrAbsent(each.getKey());
        if (!isAlready(each.getKey(), each.getValue())) {
          drafts.put(each.getKey(), draft(each.getKey(), each.getValue()));
        }
      }
      return drafts;
    } catch (IOException e) {
      for (Path draft : drafts.values()) {
        Files.deleteIfExists(draft);
      }
      throw e;
    }
  }

  private static void requireOwnOrAbsent(Path file) throws IOException {
    if (Files.exists(file, NOFOLLOW_LINKS) && !isOwn(file)) {
      throw new IOException(file + " is somebody else's; move it away");
    }
  }

  private static boolean isAlready(Path file, String text) throws IOException {
    return Files.exists(file, NOFOLLOW_LINKS)
        && Files.readString(file).equals(text)
        && Files.getPosixFilePermissions(file).equals(MODE.value());
  }

  private Path draft(Path file, String text) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + UNSEEN);
    Files.deleteIfExists(draft);
    Files.createFile(draft, MODE);
    try {
      Files.writeString(draft, text);
      if (!Integer.valueOf(0).equals(Files.getAttribute(draft, "unix:uid"))) {
        throw new IOException("sudo wants files of root's; run this as root");
      }
      check(draft);
      return draft;
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }

  private void check(Path draft) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(visudo.toString(), "-c", "-q", "-f", draft.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException(visudo + " cannot be run; install sudo, or name it by --visudo", e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("visudo does not take the rule for " + draft + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while visudo was running", e);
    }
  }

  /** Rules that are to go, go first. */
  private static List<String> change(
      Map<Path, String> wanted, List<Path> present, Map<Path, Path> drafts) throws IOException {
    List<String> done = new ArrayList<>();
    for (Path file : present) {
      if (!wanted.containsKey(file)) {
        Files.delete(file);
        done.add("removed " + file);
      }
    }
    for (Map.Entry<Path, Path> each : drafts.entrySet()) {
      Files.move(each.getValue(), each.getKey(), ATOMIC_MOVE);
      done.add("wrote " + each.getKey());
    }
    return done;
  }
}
