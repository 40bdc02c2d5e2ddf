package io.sallyport.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A file of at most 1 MiB, read at once. */
final class SmallFile {
  private static final int LIMIT = 1 << 20;

  private SmallFile() {}

  static byte[] read(Path file, OpenOption... options) throws IOException {
    try (InputStream in = Files.newInputStream(file, options)) {
      byte[] content = in.readNBytes(LIMIT + 1);
      if (content.length > LIMIT) {
        throw new IOException("it is larger than 1 MiB");
      }
      return content;
    }
  }

  /** The content as UTF-8, where nothing is replaced silently. */
  static String text(byte[] content) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }
}
