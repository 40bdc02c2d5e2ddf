package io.sallyport.verifier;

import io.sallyport.verifier.Request.Bearer;
import io.sallyport.verifier.Request.Question;
import io.sallyport.verifier.Request.Refresh;
import io.sallyport.verifier.Request.Status;
import io.sallyport.verifier.Request.Way;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The little of HTTP/1.1 (RFC 9112) that {@code curl --unix-socket} speaks when it posts one
 * request. Whatever else could be said in HTTP is refused rather than understood.
 */
final class RequestReader {
  private static final String METHOD = "POST ";
  private static final String VERSION = " HTTP/1.1";

  private static final int MAX_LINE = 1024;
  private static final int MAX_FIELDS = 32;

  private final InputStream in;

  /** Takes a buffered stream: lines are read byte by byte. */
  RequestReader(InputStream in) {
    this.in = in;
  }

  Request read() throws IOException, BadRequestException {
    String path = path(line());
    int length = contentLength();
    byte[] body = in.readNBytes(length);
    require(body.length == length, "the body is shorter than its Content-Length");
    return switch (path) {
      case "/authorized-keys" -> Question.parse(Way.AUTHORIZED_KEYS, body);
      case "/authorized-principals" -> Question.parse(Way.AUTHORIZED_PRINCIPALS, body);
      case "/session" -> Question.parse(Way.SESSION, body);
      case "/bearer" -> Bearer.parse(body);
      case "/refresh" -> new Refresh();
      case "/status" -> new Status();
      default -> throw new BadRequestException("nothing is known about this path");
    };
  }

  private static String path(String line) throws BadRequestException {
    require(
        line.startsWith(METHOD) && line.endsWith(VERSION),
        "the request is not " + METHOD + "/…" + VERSION);
    return line.substring(METHOD.length(), line.length() - VERSION.length());
  }

  private int contentLength() throws IOException, BadRequestException {
    int length = -1;
    int fields = 0;
    for (String field = line(); !field.isEmpty(); field = line()) {
      require(++fields <= MAX_FIELDS, "there are more than " + MAX_FIELDS + " header fields");
      int colon = field.indexOf(':');
      require(colon > 0, "a header field has no name");
      String value = field.substring(colon + 1).strip();
      switch (field.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> {
          require(length < 0, "there are two Content-Length");
          length = length(value);
        }
        case "transfer-encoding", "expect" -> throw new BadRequestException("an unknown framing");
        default -> {
          // User-Agent, Accept and the like change nothing here.
        }
      }
    }
    require(length >= 0, "there is no Content-Length");
    return length;
  }

  private static int length(String value) throws BadRequestException {
    require(value.matches("[0-9]{1,6}"), "Content-Length is not a small number");
    int length = Integer.parseInt(value);
    require(length <= Request.MAX_LENGTH, "the body is longer than " + Request.MAX_LENGTH);
    return length;
  }

  /** A line without its CR LF, which must be there. */
  private String line() throws IOException, BadRequestException {
    byte[] line = new byte[MAX_LINE];
    for (int length = 0; length < MAX_LINE; length++) {
      int next = in.read();
      require(next >= 0, "the request ends too early");
      if (next == '\n') {
        require(length > 0 && line[length - 1] == '\r', "a line does not end with CR LF");
        return new String(line, 0, length - 1, StandardCharsets.ISO_8859_1);
      }
      line[length] = (byte) next;
    }
    throw new BadRequestException("a line is longer than " + MAX_LINE + " bytes");
  }

  private static void require(boolean holds, String otherwise) throws BadRequestException {
    if (!holds) {
      throw new BadRequestException(otherwise);
    }
  }
}
