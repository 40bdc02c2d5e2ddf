package io.sallyport.verifier;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of an authorized_keys line that take something back of its {@code restrict}
 * (sshd(8)), by the certificate extension that asks for it. Others, such as {@code permit-user-rc},
 * have none.
 */
enum LineOptions {
  PTY("permit-pty", "pty"),
  PORT_FORWARDING("permit-port-forwarding", "port-forwarding"),
  AGENT_FORWARDING("permit-agent-forwarding", "agent-forwarding"),
  X11_FORWARDING("permit-X11-forwarding", "x11-forwarding");

  private final String extension;
  private final String option;

  LineOptions(String extension, String option) {
    this.extension = extension;
    this.option = option;
  }

  /** The options for these extensions, each with a comma before it. */
  static String of(Set<String> extensions) {
    return Arrays.stream(values())
        .filter(each -> extensions.contains(each.extension))
        .map(each -> "," + each.option)
        .collect(Collectors.joining());
  }
}
