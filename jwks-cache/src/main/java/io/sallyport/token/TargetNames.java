package io.sallyport.token;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that a backend goes by in bastion tokens: host names and addresses as configured, never
 * what DNS says. Upper and lower case are the same, and a dot at the end is nothing.
 */
public final class TargetNames {
  /** ASCII only: letters that merely look alike must not become equal in lower case. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,255}");

  private final Set<String> names;

  private TargetNames(Set<String> names) {
    this.names = names;
  }

  /** Takes at least one name; {@link IllegalArgumentException} says which one is no host name. */
  public static TargetNames of(Collection<String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no name; list the names that bastions use for this host");
    }
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("\"" + name + "\" is not a host name or an address");
      }
    }
    return new TargetNames(names.stream().map(TargetNames::canonical).collect(Collectors.toSet()));
  }

  boolean contains(String name) {
    return NAME.matcher(name).matches() && names.contains(canonical(name));
  }

  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
