package io.sallyport.bastion.identity;

import java.util.regex.Pattern;

/** The form of a user name, of a person, a service account or a login. */
public final class UserName {

  private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9_.-]{0,31}");

  private UserName() {}

  /** Whether this text can be a name at all. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The name as it may be logged. Whatever has not the form of a name is not shown, because people
   * type tokens where a name is asked for.
   */
  public static String forLog(String text) {
    return isValid(text) ? text : "(not a user name)";
  }
}
