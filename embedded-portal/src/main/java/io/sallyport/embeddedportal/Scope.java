package io.sallyport.embeddedportal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words of a {@code scope} parameter (RFC 6749, section 3.3).
 *
 * @param words each once, in the order in which they were asked for
 */
record Scope(List<String> words) {
  private static final String OFFLINE = "offline_access";
  private static final Pattern WORDS = Pattern.compile("[!#-\\[\\]-~ ]{0,255}");

  static Scope in(Form form) throws OAuthError {
    String text = form.text("scope").orElse("");
    if (!WORDS.matcher(text).matches()) {
      throw OAuthError.invalidRequest("Malformed scope");
    }
    return of(text);
  }

  static Scope of(String text) {
    return new Scope(
        Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).distinct().toList());
  }

  /** Whether a refresh token is asked for. */
  boolean isOffline() {
    return words.contains(OFFLINE);
  }

  /** What an access token is good for. */
  Scope granted() {
    return new Scope(words.stream().filter(word -> !word.equals(OFFLINE)).toList());
  }

  /** Whether the questions of bastions may be asked with it. */
  boolean opensPam() {
    return words.contains("pam") || words.contains("pam:server");
  }

  /** As in the parameter. */
  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
