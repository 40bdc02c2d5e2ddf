package io.sallyport.config;

import java.util.List;

/** A value of a configuration in the form in which it is written; secrets are not shown. */
public final class WrittenValue {

  /** Of a key that was left out and has no default. */
  public static final WrittenValue NOT_SET = new WrittenValue("(not set)", List.of(), false);

  private final String text;
  private final List<String> secrets;
  private final boolean byDefault;

  WrittenValue(String text, List<String> secrets, boolean byDefault) {
    this.text = text;
    this.secrets = List.copyOf(secrets);
    this.byDefault = byDefault;
  }

  /** Whether leaving the key out means the same. */
  public boolean isNeedless() {
    return byDefault || this == NOT_SET;
  }

  /** Whether both mean the same, with the secrets that they do not show. */
  public boolean isSame(WrittenValue other) {
    return text.equals(other.text) && secrets.equals(other.secrets);
  }

  /** The value in one line, never with a secret in it; a default is called one. */
  @Override
  public String toString() {
    return byDefault ? text + " (default)" : text;
  }

  String text() {
    return text;
  }
}
