package io.sallyport.bastion.lobby;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one identity may put into its ssh_config(5) to go on to its targets by their names. */
final class SshConfig {

  /** Targets that are written alike share a block. */
  private record Alike(int port, List<String> logins) {}

  private final String user;
  private final Entrance entrance;
  private final List<Destination> destinations;

  SshConfig(String user, Entrance entrance, List<Destination> destinations) {
    this.user = user;
    this.entrance = entrance;
    this.destinations = destinations;
  }

  String text() {
    return "# For ~/.ssh/config:\n" + bastion() + targets() + knownHosts();
  }

  private String bastion() {
    return """
    Host %1$s
        HostName %2$s
        Port %3$d
        HostKeyAlias %1$s
        User %4$s

    """
        .formatted(entrance.name(), entrance.address().host(), entrance.address().port(), user);
  }

  private String targets() {
    return blocks().entrySet().stream()
        .map(block -> block(block.getKey(), block.getValue()))
        .collect(joining());
  }

  private Map<Alike, List<String>> blocks() {
    Map<Target, List<String>> logins =
        destinations.stream()
            .collect(
                groupingBy(
                    Destination::target,
                    LinkedHashMap::new,
                    mapping(Destination::login, toList())));
    return logins.entrySet().stream()
        .collect(
            groupingBy(
                target -> new Alike(target.getKey().port(), target.getValue()),
                LinkedHashMap::new,
                mapping(target -> target.getKey().name(), toList())));
  }

  /** A block names the login where there is one only. */
  private String block(Alike alike, List<String> names) {
    boolean only = alike.logins().size() == 1;
    String logins = Printable.of(String.join(", ", alike.logins()));
    return "Host %s\n".formatted(String.join(" ", names))
        + "    ProxyJump %s@%s\n".formatted(user, entrance.name())
        + "    Port %d\n".formatted(alike.port())
        + (only ? "    User %s\n\n" : "    # Log in as one of: %s\n\n").formatted(logins);
  }

  private String knownHosts() {
    return """
    # For ~/.ssh/known_hosts, without the `# `. It covers this bastion and every target behind it:
    # %s
    """
        .formatted(entrance.hostCa());
  }
}
