package io.sallyport.token;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reader of SSH's wire types (RFC 4251, 5) that stops at the first thing out of place with an
 * {@link IllegalArgumentException}, whose text never quotes the input.
 */
final class WireReader {
  private final ByteBuffer buffer;

  WireReader(byte[] bytes) {
    this.buffer = ByteBuffer.wrap(bytes);
  }

  /** A {@code string} of bytes. */
  byte[] bytes() {
    int length = uint32();
    if (length < 0 || length > buffer.remaining()) {
      throw new IllegalArgumentException("a length that goes beyond the end");
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  /** A {@code string} in UTF-8 without control characters. */
  String text() {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
    } catch (CharacterCodingException _) {
      throw new IllegalArgumentException("a text that is not UTF-8");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a text with a control character");
    }
    return text;
  }

  /** A {@code uint32}; negative when above the range of {@code int}. */
  int uint32() {
    try {
      return buffer.getInt();
    } catch (BufferUnderflowException _) {
      throw new IllegalArgumentException("it ends too early");
    }
  }

  /** A {@code uint64}, to be compared unsigned. */
  long uint64() {
    try {
      return buffer.getLong();
    } catch (BufferUnderflowException _) {
      throw new IllegalArgumentException("it ends too early");
    }
  }

  /** Everything that has been read so far. */
  byte[] consumed() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  boolean hasMore() {
    return buffer.hasRemaining();
  }

  /** Says that nothing may follow. */
  void end() {
    if (hasMore()) {
      throw new IllegalArgumentException("bytes after the end");
    }
  }
}
