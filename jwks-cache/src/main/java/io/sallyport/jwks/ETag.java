package io.sallyport.jwks;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name that a server gives to one state of what it sends (RFC 9110, 8.8.3).
 *
 * @param value with its quotes, as in the header
 */
record ETag(String value) {
  private static final String WEAK = "W/";
  private static final Pattern FORM = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7e]{0,256}\"");

  /** The tag, if it has the form of one. */
  static Optional<ETag> of(String value) {
    return FORM.matcher(value).matches() ? Optional.of(new ETag(value)) : Optional.empty();
  }

  /** Whether both name the same state, weak or strong (RFC 9110, 8.8.3.2). */
  boolean matches(ETag other) {
    return opaque().equals(other.opaque());
  }

  private String opaque() {
    return value.startsWith(WEAK) ? value.substring(WEAK.length()) : value;
  }
}
