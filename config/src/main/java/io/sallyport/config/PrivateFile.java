package io.sallyport.config;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that only the process's user and root can read or change.
 *
 * <p>It is a regular file, not a symbolic link, of at most 1 MiB. Its folder is trusted: who may
 * rename files there may also replace this one, so {@link #createFolder} checks that.
 */
public final class PrivateFile {
  private static final Set<PosixFilePermission> FILE_MODE =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateFile() {}

  /**
   * Reads the whole file.
   *
   * @throws UnsafeFileException when it is not a private file; the message names the remedy
   * @throws IOException when it does not exist, is too large, or cannot be read ({@link
   *     ReadFailure} has words for it)
   */
  public static byte[] read(Path file) throws IOException {
    FileSafety.ofThisProcess().requirePrivateFile(file);
    return SmallFile.read(file, NOFOLLOW_LINKS);
  }

  /**
   * Whether only the process's user and root can read or change the file, of whatever length.
   *
   * @throws UnsafeFileException when that is not so; the message names the remedy
   * @throws IOException when it does not exist
   */
  public static void check(Path file) throws IOException {
    FileSafety.ofThisProcess().requirePrivateFile(file);
  }

  /**
   * Reads the whole file as UTF-8.
   *
   * @throws java.nio.charset.CharacterCodingException when it is something else
   * @throws IOException as {@link #read} does
   */
  public static String readText(Path file) throws IOException {
    return SmallFile.text(read(file));
  }

  /**
   * Writes the whole file, readable by its owner only. Readers see the old content or the new one,
   * also after a crash; on failure the old one stays.
   */
  public static void write(Path file, byte[] content) throws IOException {
    WholeFile.write(file, content, FILE_MODE);
  }

  /**
   * Makes the folder, and those above it, for its owner only (mode 0700), if it is missing.
   *
   * @throws UnsafeFileException when it exists, and others own it or may write to it
   */
  public static void createFolder(Path folder) throws IOException {
    if (Files.notExists(folder, NOFOLLOW_LINKS)) {
      Files.createDirectories(folder, FOLDER_MODE);
    }
    FileSafety.ofThisProcess().requireOwnFolder(folder);
  }
}
