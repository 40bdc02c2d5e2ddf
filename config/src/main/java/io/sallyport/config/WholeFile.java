package io.sallyport.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The writing of a file as a whole: readers see the old content or the new one. */
final class WholeFile {
  private WholeFile() {}

  /** Replaces the file, also across a loss of power; on failure the old one stays. */
  static void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new"); // mode 0600
    try {
      writeToDisk(draft, content);
      Files.setPosixFilePermissions(draft, mode);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      flushToDisk(folder);
    } finally {
      Files.deleteIfExists(draft);
    }
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
}
