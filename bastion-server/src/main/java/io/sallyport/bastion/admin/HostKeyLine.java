package io.sallyport.bastion.admin;

import java.util.Arrays;
import java.util.List;

/**
 * A line of known_hosts (sshd(8)).
 *
 * @param name the hosts and the type of the key, behind a marker if there is one
 */
record HostKeyLine(String name, String key) {

  /** Splits a line; its comment means nothing. */
  static HostKeyLine of(String line) {
    List<String> fields = Arrays.asList(line.split("\\s+"));
    int named = Math.min(fields.size(), line.startsWith("@") ? 3 : 2);
    return new HostKeyLine(
        String.join(" ", fields.subList(0, named)),
        String.join(" ", fields.subList(named, Math.min(fields.size(), named + 1))));
  }
}
