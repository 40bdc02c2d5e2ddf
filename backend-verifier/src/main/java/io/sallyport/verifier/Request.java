package io.sallyport.verifier;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be asked on a socket. */
sealed interface Request {

  /** Longest body in bytes: a key of 96 KiB in Base64, and the rest. */
  int MAX_LENGTH = 132 * 1024;

  /** As what sshd wants to know, and so how the answer is written. */
  enum Way {
    /** {@code AuthorizedKeysCommand}: a line of {@code authorized_keys}. */
    AUTHORIZED_KEYS,
    /** {@code AuthorizedPrincipalsCommand}: a line of such a file, for a certificate it trusts. */
    AUTHORIZED_PRINCIPALS,
    /** PAM's session stage, after the signature was checked: once for each token. */
    SESSION
  }

  /**
   * May the owner of this key come in under this login?
   *
   * @param login {@code %u}
   * @param keyType {@code %t}
   * @param keyBase64 {@code %k}
   * @param connection on which it was shown
   */
  record Question(
      Way way, String login, String keyType, String keyBase64, SshdConnection connection)
      implements Request {
    private static final Pattern LINE =
        Pattern.compile(
            "([!-~]{1,256}) ([!-~]{1,64}) ([A-Za-z0-9+/=]{1,131072}) ("
                + SshdConnection.FORM
                + ")\n");

    /** Reads {@code login SP type SP base64 SP connection LF}. */
    static Question parse(Way way, byte[] line) throws BadRequestException {
      Matcher matcher = match(LINE, line, "login, key type, key and connection");
      return new Question(
          way,
          matcher.group(1),
          matcher.group(2),
          matcher.group(3),
          new SshdConnection(matcher.group(4)));
    }
  }

  /**
   * May whoever asks go on, for whom a bastion of open-bastion's has put a token into the
   * environment?
   */
  record Bearer(String login, String token, SshdConnection connection) implements Request {
    private static final Pattern LINE =
        Pattern.compile("([!-~]{1,256}) ([A-Za-z0-9_.-]{1,16384}) (" + SshdConnection.FORM + ")\n");

    /** Reads {@code login SP token SP connection LF}. */
    static Bearer parse(byte[] line) throws BadRequestException {
      Matcher matcher = match(LINE, line, "login, token and connection");
      return new Bearer(matcher.group(1), matcher.group(2), new SshdConnection(matcher.group(3)));
    }

    /** The login only: the token is a secret. */
    @Override
    public String toString() {
      return "Bearer[" + login + "]";
    }
  }

  /** Look at every issuer's keys now, whatever was asked before. */
  record Refresh() implements Request {}

  /** How old is every issuer's key set? */
  record Status() implements Request {}

  private static Matcher match(Pattern form, byte[] line, String words) throws BadRequestException {
    Matcher matcher = form.matcher(new String(line, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      throw new BadRequestException("the body is not a line of " + words);
    }
    return matcher;
  }
}
