package io.sallyport.verifier.system;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The appending of a line to a file as a whole or not at all: of what a full disk cuts, nothing
 * stays, so that the next line is one of its own. One thread at a time may append to a file.
 */
public final class WholeLine {
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private WholeLine() {}

  /**
   * Appends it to a file that is there.
   *
   * @param line with its end
   * @throws IOException if it could not be written whole
   */
  public static void append(Path file, String line) throws IOException {
    try (FileChannel channel = FileChannel.open(file, APPEND, NOFOLLOW_LINKS)) {
      append(channel, line);
    }
  }

  /** The same; a file that is missing is made, for its owner and their group's eyes. */
  public static void appendOrCreate(Path file, String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(CREATE, APPEND, NOFOLLOW_LINKS), MODE)) {
      append(channel, line);
    }
  }

  private static void append(FileChannel channel, String line) throws IOException {
    long before = channel.size();
    ByteBuffer rest = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
  }
}
