package io.sallyport.verifier;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sshd wants to know: may the owner of this key come in under this login?
 *
 * @param login {@code %u}
 * @param keyType {@code %t}
 * @param keyBase64 {@code %k}
 * @param connection on which it was shown
 */
record Question(String login, String keyType, String keyBase64, SshdConnection connection) {
  /** Longest question in bytes: a key of 96 KiB in Base64, and the rest. */
  static final int MAX_LENGTH = 132 * 1024;

  private static final Pattern LINE =
      Pattern.compile(
          "([!-~]{1,256}) ([!-~]{1,64}) ([A-Za-z0-9+/=]{1,131072}) ("
              + SshdConnection.FORM
              + ")\n");

  /** Reads {@code login SP type SP base64 SP connection LF}. */
  static Question parse(byte[] line) throws BadRequestException {
    Matcher matcher = LINE.matcher(new String(line, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      throw new BadRequestException(
          "the body is not a line of login, key type, key and connection");
    }
    return new Question(
        matcher.group(1), matcher.group(2), matcher.group(3), new SshdConnection(matcher.group(4)));
  }
}
