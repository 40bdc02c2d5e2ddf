package io.sallyport.embeddedportal;

import io.sallyport.embeddedportal.TokenAnswer.Issued;
import io.sallyport.embeddedportal.TokenAnswer.Refused;
import io.sallyport.embeddedportal.TokenAnswer.Unavailable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What goes over the control socket: one line with a name there, one line back, which is {@code
 * token TOKEN}, {@code refused REASON} or {@code unavailable REASON}.
 */
final class ControlWire {
  /** Bytes of a line with its newline. */
  private static final int MAX_LINE = 512;

  private ControlWire() {}

  static String encode(TokenAnswer answer) {
    return switch (answer) {
      case Issued(String token) -> "token " + token;
      case Refused(String reason) -> "refused " + reason;
      case Unavailable(String reason) -> "unavailable " + reason;
    };
  }

  static TokenAnswer decode(String line) throws IOException {
    String[] words = line.split(" ", 2);
    if (words.length != 2) {
      throw new IOException("the answer is not a portal's");
    }
    return switch (words[0]) {
      case "token" -> new Issued(words[1]);
      case "refused" -> new Refused(words[1]);
      case "unavailable" -> new Unavailable(words[1]);
      default -> throw new IOException("the answer is not a portal's");
    };
  }

  static void writeLine(SocketChannel channel, String line) throws IOException {
    ByteBuffer rest = StandardCharsets.UTF_8.encode(line + "\n");
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** The next line without its newline; whatever follows it is dropped. */
  static String readLine(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_LINE);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      String text = StandardCharsets.UTF_8.decode(bytes.duplicate().flip()).toString();
      int end = text.indexOf('\n');
      if (end >= 0) {
        return text.substring(0, end);
      }
    }
    throw new EOFException("no whole line of at most " + MAX_LINE + " bytes");
  }
}
