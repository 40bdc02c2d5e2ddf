package io.sallyport.config;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that everybody may read, and only the process's user change. */
public final class PublicFile {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

  private PublicFile() {}

  /**
   * Writes the whole file (mode 0644). Readers see the old content or the new one, also after a
   * crash; on failure the old one stays.
   */
  public static void write(Path file, byte[] content) throws IOException {
    WholeFile.write(file, content, MODE);
  }
}
