package io.sallyport.verifier;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * The user whose process is at the other end of a Unix-domain socket, as the kernel says.
 *
 * @param name the user's; its number where it has no name
 */
record Peer(String name) {
  private static final String ROOT = "root";

  static Peer of(SocketChannel connection) throws IOException {
    return new Peer(connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
  }

  boolean isCalled(String login) {
    return name.equals(login);
  }

  /** Whether it is root, or the user as whom the verifier runs. */
  boolean isInCharge() {
    return name.equals(ROOT) || name.equals(System.getProperty("user.name"));
  }

  @Override
  public String toString() {
    return "the user " + name;
  }
}
