package io.sallyport.verifier.fetch;

import io.sallyport.jwks.KeySetTransport.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code curl --include} prints: the head of an answer, as it came, and the body, decoded. */
final class CurlAnswer {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/[0-9.]{1,3} ([0-9]{3})( .*)?");
  private static final String END_OF_HEAD = "\r\n\r\n";

  private CurlAnswer() {}

  /** The final answer; before it there may be interim ones (RFC 9110, 15.2). */
  static Response parse(byte[] printed) throws IOException {
    String text = new String(printed, StandardCharsets.ISO_8859_1);
    int start = 0;
    while (true) {
      int end = text.indexOf(END_OF_HEAD, start);
      if (end < 0) {
        throw new IOException("the portal's answer ends in its head");
      }
      List<String> head = text.substring(start, end).lines().toList();
      start = end + END_OF_HEAD.length();
      int status = status(head.isEmpty() ? "" : head.getFirst());
      if (status >= 200) {
        return new Response(
            status,
            field(head, "ETag"),
            field(head, "Content-Type"),
            Arrays.copyOfRange(printed, start, printed.length));
      }
    }
  }

  private static int status(String line) throws IOException {
    Matcher matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IOException("the portal's answer has no status line");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static Optional<String> field(List<String> head, String name) {
    String start = name + ":";
    return head.stream()
        .filter(line -> line.regionMatches(true, 0, start, 0, start.length()))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }
}
