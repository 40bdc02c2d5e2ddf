package io.sallyport.config;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE = mode("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE = mode("rwx------");

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
    Path folder = file.toAbsolutePath().resolveSibling("");
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new", FILE_MODE);
    try {
      writeToDisk(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      flushToDisk(folder);
    } finally {
      Files.deleteIfExists(draft);
    }
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

  private static void writeToDisk(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** Makes a rename in this folder survive a loss of power. */
  private static void flushToDisk(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
