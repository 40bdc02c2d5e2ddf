package io.sallyport.verifier.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the verifier decides from a moment on.
 *
 * @param audit its file
 * @param from the length that the file had then
 */
record Decisions(Path audit, long from) {

  static Decisions from(Path audit) throws IOException {
    return new Decisions(audit, Files.exists(audit) ? Files.size(audit) : 0);
  }

  /** Whether there is one about a certificate with this key id, which occurs nowhere else. */
  boolean isAbout(String keyId) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(audit.toFile(), "r")) {
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.readFully(bytes);
      return new String(bytes, UTF_8).contains('"' + keyId + '"');
    }
  }
}
