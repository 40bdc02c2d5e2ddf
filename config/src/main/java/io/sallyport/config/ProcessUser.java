package io.sallyport.config;

import com.sun.security.auth.module.UnixSystem;

/** The user that this process runs as. */
final class ProcessUser {
  private ProcessUser() {}

  static int id() {
    return (int) new UnixSystem().getUid();
  }

  /** The user's name, or the number where the system knows no name for it. */
  static String name() {
    String name = System.getProperty("user.name", "?");
    return name.equals("?") ? String.valueOf(id()) : name;
  }
}
