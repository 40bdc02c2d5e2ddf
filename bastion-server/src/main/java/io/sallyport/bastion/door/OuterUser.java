package io.sallyport.bastion.door;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user name at the outer door: who is there, and, for clients that cannot jump, where to:
 * {@code alice@deploy@web-01}, with a port other than 22 {@code alice@deploy@web-01:2222}.
 *
 * @param name of a person or service account; not checked yet
 */
record OuterUser(String name, Optional<Destination> destination) {

  /** A login on a host, as the client named it. */
  record Destination(String login, String host, int port) {}

  private static final Pattern WITH_DESTINATION =
      Pattern.compile("([^@]+)@([^@]+)@([^@:]+)(?::([0-9]{1,5}))?");
  private static final int SSH_PORT = 22;

  static OuterUser of(String text) {
    Matcher form = WITH_DESTINATION.matcher(text);
    if (!form.matches()) {
      return new OuterUser(text, Optional.empty());
    }
    int port = form.group(4) == null ? SSH_PORT : Integer.parseInt(form.group(4));
    return new OuterUser(
        form.group(1), Optional.of(new Destination(form.group(2), form.group(3), port)));
  }
}
