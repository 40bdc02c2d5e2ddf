package io.sallyport.bastion.relay;

import java.util.regex.Pattern;

/** Which environment variables a client may send on: its language, and nothing that can act. */
public final class Environment {

  private static final Pattern ALLOWED = Pattern.compile("LANG|LC_[A-Z]{1,32}");

  private Environment() {}

  /** Whether this variable is one of them. */
  public static boolean allows(String variable) {
    return ALLOWED.matcher(variable).matches();
  }
}
