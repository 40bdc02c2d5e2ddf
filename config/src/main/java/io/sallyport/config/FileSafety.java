package io.sallyport.config;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/**
 * The check that nobody but the trusted users can read or change something on disk.
 *
 * @param trusted user ids that may own it
 */
record FileSafety(Set<Integer> trusted) {
  private static final int ROOT = 0;
  private static final Set<PosixFilePermission> NOT_THE_OWNERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> MORE_THAN_READ_OF_GROUP =
      PosixFilePermissions.fromString("----wxrwx");
  private static final Set<PosixFilePermission> WRITE_OF_OTHERS = Set.of(GROUP_WRITE, OTHERS_WRITE);

  static FileSafety ofThisProcess() {
    int user = ProcessUser.id();
    return new FileSafety(user == ROOT ? Set.of(ROOT) : Set.of(ROOT, user));
  }

  void requirePrivateFile(Path file) throws IOException {
    PosixFileAttributes attributes = regularFile(file);
    requireOwner(file, attributes);
    if (!Collections.disjoint(attributes.permissions(), NOT_THE_OWNERS)) {
      throw tooOpen(file, attributes, "is open to group or others", "chmod 600 ");
    }
  }

  /** Private, or root's and open to the reading of its group. */
  void requireTrustedFile(Path file) throws IOException {
    PosixFileAttributes attributes = regularFile(file);
    requireOwner(file, attributes);
    boolean isRoots = owner(file) == ROOT;
    if (!Collections.disjoint(
        attributes.permissions(), isRoots ? MORE_THAN_READ_OF_GROUP : NOT_THE_OWNERS)) {
      throw tooOpen(
          file,
          attributes,
          isRoots ? "is open to others, or its group can change it" : "is open to group or others",
          isRoots ? "chmod 640 " : "chmod 600 ");
    }
  }

  private static PosixFileAttributes regularFile(Path file) throws IOException {
    PosixFileAttributes attributes = attributes(file);
    if (attributes.isSymbolicLink()) {
      throw new UnsafeFileException(file, "is a symbolic link; name the file itself");
    }
    if (!attributes.isRegularFile()) {
      throw new UnsafeFileException(file, "is not a regular file; name one");
    }
    return attributes;
  }

  void requireOwnFolder(Path folder) throws IOException {
    PosixFileAttributes attributes = attributes(folder);
    if (!attributes.isDirectory()) {
      throw new UnsafeFileException(folder, "is not a folder; move it away or name another");
    }
    requireOwner(folder, attributes);
    if (!Collections.disjoint(attributes.permissions(), WRITE_OF_OTHERS)) {
      throw tooOpen(folder, attributes, "can be changed by group or others", "chmod 700 ");
    }
  }

  private void requireOwner(Path path, PosixFileAttributes attributes) throws IOException {
    if (!trusted.contains(owner(path))) {
      String owner = attributes.owner().getName();
      throw new UnsafeFileException(
          path, "belongs to user " + owner + "; run: chown " + ProcessUser.name() + " " + path);
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS);
  }

  private static UnsafeFileException tooOpen(
      Path path, PosixFileAttributes attributes, String fault, String remedy) {
    String mode = PosixFilePermissions.toString(attributes.permissions());
    return new UnsafeFileException(path, fault + " (" + mode + "); run: " + remedy + path);
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW_LINKS);
  }
}
