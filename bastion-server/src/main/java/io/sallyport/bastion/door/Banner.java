package io.sallyport.bastion.door;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What clients are shown before they authenticate (RFC 4252, section 5.4).
 *
 * <p>Not a {@code CharSequence}: MINA takes those that contain {@code ://} for addresses and
 * fetches them.
 */
public final class Banner {

  private static final int LONGEST = 4096;

  private final String text;

  private Banner(String text) {
    this.text = text;
  }

  /**
   * Reads a banner.
   *
   * @throws IOException with what is wrong with the file
   */
  public static Banner read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LONGEST + 1);
      if (content.length > LONGEST) {
        throw new IOException("it is longer than 4096 bytes");
      }
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return of(decoder.decode(ByteBuffer.wrap(content)).toString().replace("\r\n", "\n"));
    }
  }

  private static Banner of(String text) throws IOException {
    int odd = text.codePoints().filter(c -> c != '\n' && !isVisible(c)).findFirst().orElse(-1);
    if (odd >= 0) {
      throw new IOException(
          "it may hold visible characters and line ends only, not U+%04X".formatted(odd));
    }
    if (text.isBlank()) {
      throw new IOException("it is empty");
    }
    return new Banner(text.stripTrailing().replace("\n", "\r\n") + "\r\n");
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** The text, as it is sent. */
  @Override
  public String toString() {
    return text;
  }
}
