package io.sallyport.control;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What goes over the socket: one line there, lines back until the end. */
final class Lines {
  /** Bytes of an order with its newline. */
  private static final int MAX_ORDER = 512;

  /** Bytes of an answer. */
  private static final int MAX_ANSWER = 16 * 1024 * 1024;

  private Lines() {}

  static void write(SocketChannel channel, String line) throws IOException {
    ByteBuffer rest = StandardCharsets.UTF_8.encode(line + "\n");
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** The next line without its newline; whatever follows it is dropped. */
  static String read(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_ORDER);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      String text = StandardCharsets.UTF_8.decode(bytes.duplicate().flip()).toString();
      int end = text.indexOf('\n');
      if (end >= 0) {
        return text.substring(0, end);
      }
    }
    throw new EOFException("no whole line of at most " + MAX_ORDER + " bytes");
  }

  /** All lines until the other end closes. */
  static List<String> readAll(SocketChannel channel) throws IOException {
    byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_ANSWER);
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
