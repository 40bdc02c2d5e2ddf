package io.sallyport.embeddedportal;

import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;

/**
 * The folder of the database and the signing key, which nobody else may even look into, locked for
 * one portal at a time.
 */
final class StateFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path path;
  private final FileChannel lock;

  private StateFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder if it is missing, and locks it.
   *
   * @throws IOException if it is not private, or another portal has it; the message says what to do
   */
  static StateFolder open(Path path) throws IOException {
    PrivateFile.createFolder(path);
    if (!Collections.disjoint(Files.getPosixFilePermissions(path), OF_OTHERS)) {
      throw new IOException(
          "%s, the portal's state, is open to group or others; run: chmod 700 %s"
              .formatted(path, path));
    }
    return new StateFolder(path, lock(path));
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel lock =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(lock)) {
      lock.close();
      throw new IOException(
          "another portal is using the state folder %s; stop it, or choose another `state`"
              .formatted(path));
    }
    return lock;
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      // By another portal in this process.
      return false;
    }
  }

  Path path() {
    return path;
  }

  /** Lets the next portal have the folder. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException _) {
      // The lock goes with the process at the latest.
    }
  }
}
