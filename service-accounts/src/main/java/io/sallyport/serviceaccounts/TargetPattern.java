package io.sallyport.serviceaccounts;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of targets, as in the rules of the policy: {@code *} is any run of characters. */
public record TargetPattern(String text) {
  private static final Pattern FORM = Pattern.compile("[!-~&&[^,]]+");

  /** Refuses what is in no target's name. */
  public TargetPattern {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "`" + text + "` is not a target's name, with * or without");
    }
  }

  boolean matches(String name) {
    return Pattern.compile(
            Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
            Pattern.CASE_INSENSITIVE)
        .matcher(name)
        .matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
