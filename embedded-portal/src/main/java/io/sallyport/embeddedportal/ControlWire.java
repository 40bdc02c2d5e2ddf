package io.sallyport.embeddedportal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes over the control socket: one line with a command there, lines back until the end.
 *
 * <p>The first line back is {@code token TOKEN}, {@code refused REASON}, {@code unavailable REASON}
 * or {@code done COUNT}, after which that many lines follow.
 */
final class ControlWire {
  /** Bytes of a command with its newline. */
  private static final int MAX_COMMAND = 512;

  /** Bytes of an answer. */
  private static final int MAX_ANSWER = 16 * 1024 * 1024;

  private ControlWire() {}

  static List<String> encode(TokenAnswer answer) {
    return List.of(
        switch (answer) {
          case TokenAnswer.Issued(String token) -> "token " + token;
          case TokenAnswer.Refused(String reason) -> "refused " + reason;
          case TokenAnswer.Unavailable(String reason) -> "unavailable " + reason;
        });
  }

  static List<String> encode(DeviceAnswer answer) {
    return switch (answer) {
      case DeviceAnswer.Done(List<String> lines) -> {
        List<String> all = new ArrayList<>();
        all.add("done " + lines.size());
        all.addAll(lines);
        yield all;
      }
      case DeviceAnswer.Refused(String reason) -> List.of("refused " + reason);
      case DeviceAnswer.Unavailable(String reason) -> List.of("unavailable " + reason);
    };
  }

  static TokenAnswer decodeToken(List<String> answer) throws IOException {
    String[] words = first(answer);
    return switch (words[0]) {
      case "token" -> new TokenAnswer.Issued(words[1]);
      case "refused" -> new TokenAnswer.Refused(words[1]);
      case "unavailable" -> new TokenAnswer.Unavailable(words[1]);
      default -> throw notAPortal();
    };
  }

  static DeviceAnswer decodeDevices(List<String> answer) throws IOException {
    String[] words = first(answer);
    List<String> rest = answer.subList(1, answer.size());
    return switch (words[0]) {
      case "done" -> {
        if (!words[1].equals(Integer.toString(rest.size()))) {
          throw new EOFException("the answer breaks off");
        }
        yield new DeviceAnswer.Done(rest);
      }
      case "refused" -> new DeviceAnswer.Refused(words[1]);
      case "unavailable" -> new DeviceAnswer.Unavailable(words[1]);
      default -> throw notAPortal();
    };
  }

  private static String[] first(List<String> answer) throws IOException {
    String[] words = answer.isEmpty() ? new String[0] : answer.getFirst().split(" ", 2);
    if (words.length != 2) {
      throw notAPortal();
    }
    return words;
  }

  private static IOException notAPortal() {
    return new IOException("the answer is not a portal's");
  }

  static void writeLine(SocketChannel channel, String line) throws IOException {
    ByteBuffer rest = StandardCharsets.UTF_8.encode(line + "\n");
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** The next line without its newline; whatever follows it is dropped. */
  static String readLine(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_COMMAND);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      String text = StandardCharsets.UTF_8.decode(bytes.duplicate().flip()).toString();
      int end = text.indexOf('\n');
      if (end >= 0) {
        return text.substring(0, end);
      }
    }
    throw new EOFException("no whole line of at most " + MAX_COMMAND + " bytes");
  }

  /** All lines until the other end closes. */
  static List<String> readAll(SocketChannel channel) throws IOException {
    byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_ANSWER);
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
