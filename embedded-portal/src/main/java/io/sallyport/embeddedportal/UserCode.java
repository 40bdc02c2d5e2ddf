package io.sallyport.embeddedportal;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The code of RFC 8628, section 6.1, that a person carries from a bastion's screen to the portal:
 * eight consonants, which spell no words.
 *
 * @param letters the code without its hyphen
 */
record UserCode(String letters) {
  private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
  private static final int LENGTH = 8;
  private static final Pattern LETTERS = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
  private static final Pattern DECORATION = Pattern.compile("[\\s-]");
  private static final SecureRandom RANDOM = new SecureRandom();

  static UserCode fresh() {
    var letters = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      letters.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return new UserCode(letters.toString());
  }

  /** What somebody typed, in any case, with or without the hyphen. */
  static Optional<UserCode> typed(String text) {
    String letters = DECORATION.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
    return LETTERS.matcher(letters).matches()
        ? Optional.of(new UserCode(letters))
        : Optional.empty();
  }

  /** As people read it. */
  @Override
  public String toString() {
    return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
  }
}
