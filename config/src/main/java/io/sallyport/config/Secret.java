package io.sallyport.config;

/**
 * A text that must not be seen: a password or an access token.
 *
 * <p>In a file it is written {@code {file: NAME}} or {@code {env: NAME}}, never as itself. Whoever
 * wants to see it must ask by {@link #reveal}, which is easy to search for.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Wraps a text that was not read from a configuration file. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The text itself. */
  public String reveal() {
    return value;
  }

  /** Never the text itself. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
