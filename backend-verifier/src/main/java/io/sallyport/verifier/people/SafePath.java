package io.sallyport.verifier.people;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is asked of a path before root goes by it. */
final class SafePath {

  private static final Pattern FORM = Pattern.compile("(/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)+");

  private SafePath() {}

  /** Refuses what is not absolute, leads back, or means something to a shell or in passwd(5). */
  static void require(String what, String path) {
    if (!FORM.matcher(path).matches()) {
      throw new IllegalArgumentException(
          what
              + " must be an absolute path of letters, digits and ._+-, without .. or //: "
              + path);
    }
  }

  /**
   * Refuses what anybody but root (or whoever runs this) can change: the file or folder itself, and
   * each folder above it, none of which may be a symbolic link.
   *
   * @throws IOException with what to do
   */
  static void requireRoots(Path path) throws IOException {
    for (Path part = path; part != null; part = part.getParent()) {
      requireRootsItself(part);
    }
  }

  private static void requireRootsItself(Path part) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(part, PosixFileAttributes.class, NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      throw new IOException(part + " is a symbolic link; name what it leads to");
    }
    int owner = (Integer) Files.getAttribute(part, "unix:uid", NOFOLLOW_LINKS);
    if (owner != 0 && owner != new UnixSystem().getUid()) {
      throw new IOException(part + " does not belong to root; run: chown root " + part);
    }
    if (othersMayWrite(part, attributes.permissions())) {
      throw new IOException(part + " can be changed by others; run: chmod go-w " + part);
    }
  }

  /** The same of a folder, which has to be there; {@code what} is the key that names it. */
  static void requireFolder(String what, Path path) throws IOException {
    if (Files.notExists(path, NOFOLLOW_LINKS)) {
      throw new IOException(
          "`" + what + "`: " + path + " is not there; run: install -d -m 755 " + path);
    }
    requireRoots(path);
    if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
      throw new IOException("`" + what + "`: " + path + " is no folder");
    }
  }

  /** The same of a folder and of all that is in it. */
  static void requireSkeleton(Path skeleton) throws IOException {
    requireFolder("skeleton", skeleton);
    try (Stream<Path> files = Files.walk(skeleton)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        requireRootsItself(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Where the sticky bit is set, as in /tmp, nobody can replace what belongs to others. */
  private static boolean othersMayWrite(Path part, Set<PosixFilePermission> permissions)
      throws IOException {
    boolean open =
        permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    int sticky = 01000;
    return open && ((Integer) Files.getAttribute(part, "unix:mode", NOFOLLOW_LINKS) & sticky) == 0;
  }
}
