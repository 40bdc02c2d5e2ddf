package io.sallyport.bastion.lobby;

import static java.util.stream.Collectors.joining;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.config.KnownNames;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The commands of the lobby, for one visitor. None of them starts a program. */
final class Commands {

  private static final int MISUSED = 2;
  private static final int NO_SUCH_COMMAND = 127;
  private static final int LONGEST_ECHO = 32;
  private static final KnownNames NAMES =
      new KnownNames(List.of("help", "whoami", "targets", "ssh-config", "logout", "nc"));
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Visitor visitor;
  private final Entrance entrance;
  private final List<Destination> destinations;

  Commands(Visitor visitor, Entrance entrance, List<Destination> destinations) {
    this.visitor = visitor;
    this.entrance = entrance;
    this.destinations = destinations;
  }

  static String word(String line) {
    return words(line).findFirst().filter(NAMES.names()::contains).orElse("(unknown)");
  }

  Reply run(String line) {
    List<String> words = words(line).toList();
    String command = words.isEmpty() ? "" : words.getFirst();
    List<String> arguments = words.stream().skip(1).toList();
    return switch (command) {
      case "nc" -> nc(arguments);
      case "targets" -> targets(arguments);
      case String known when !NAMES.names().contains(known) -> unknown(known);
      case String known when !arguments.isEmpty() -> misused(known);
      case "whoami" -> said(whoami());
      case "ssh-config" -> said(new SshConfig(name(), entrance, destinations).text());
      case "logout" -> said(logout());
      default -> said(help());
    };
  }

  private static Stream<String> words(String line) {
    return Stream.of(line.strip().split("\\s+")).filter(word -> !word.isEmpty());
  }

  private Reply targets(List<String> arguments) {
    if (arguments.isEmpty()) {
      return said(lines(destinations.stream().map(Destination::toString)));
    }
    return arguments.equals(List.of("--json")) ? said(json()) : misused("targets [--json]");
  }

  private String json() {
    return JSON.writeValueAsString(
            destinations.stream()
                .map(destination ->
                    new Listed(
                        destination.login(),
                        destination.target().name(),
                        destination.target().port()))
                .toList())
        + "\n";
  }

  private record Listed(String login, String host, int port) {}

  /** {@code nc [-w SECONDS] HOST PORT}, as old-style ProxyCommands call it. */
  private static Reply nc(List<String> arguments) {
    boolean limited = arguments.size() == 4 && arguments.getFirst().equals("-w");
    List<String> place = limited ? arguments.subList(2, 4) : arguments;
    if ((limited && !arguments.get(1).matches("[0-9]{1,9}"))
        || place.size() != 2
        || place.getFirst().startsWith("-")
        || !isPort(place.getLast())) {
      return misused("nc [-w SECONDS] HOST PORT");
    }
    return new Reply.Carry(place.getFirst(), Integer.parseInt(place.getLast()));
  }

  private static boolean isPort(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535;
  }

  private String whoami() {
    Identity identity = visitor.identity();
    String kind =
        switch (identity.kind()) {
          case PERSON -> "person";
          case SERVICE_ACCOUNT -> "service account";
        };
    String groups = String.join(", ", new TreeSet<>(identity.groups()));
    Stream<String> facts =
        Stream.of(
            "identity:       " + identity.name(),
            "kind:           " + kind,
            "groups:         " + (groups.isEmpty() ? "(none)" : groups),
            "authenticated:  by " + visitor.method(),
            "key:            " + identity.keyFingerprint().orElse("(none)"),
            "address:        " + visitor.address(),
            "session:        " + visitor.session());
    return lines(facts);
  }

  private String logout() {
    var done = visitor.logout().get();
    String connections =
        done.connections() == 1
            ? "1 other connection of yours was ended.\n"
            : done.connections() + " other connections of yours were ended.\n";
    return done.keys() == 0 ? connections : connections + "Your next login needs a portal token.\n";
  }

  private String help() {
    return """
    This is %1$s, a bastion. You are %2$s.

    Go on to a target:   ssh %3$s LOGIN@TARGET
    Choose from a menu:  ssh %4$s

    Commands, as in `ssh %4$s whoami`:
      help              this text
      whoami            who you are here, and how the bastion knows
      targets [--json]  where you may go, a destination a line
      ssh-config        what to put into your ~/.ssh/config and known_hosts
      logout            end your other connections to this bastion, and have it ask
                        for a portal token again
      nc HOST PORT      carry another ssh connection, for ProxyCommand
    """
        .formatted(entrance.name(), name(), entrance.through(name()), entrance.direct(name()));
  }

  private Reply unknown(String command) {
    String shown = Printable.of(command.substring(0, Math.min(command.length(), LONGEST_ECHO)));
    return new Reply.Text(
        "",
        "sallyport: `%s` is no command of the bastion, %s\nsallyport: for more: ssh %s help\n"
            .formatted(shown, NAMES.advice(command), entrance.direct(name())),
        NO_SUCH_COMMAND);
  }

  private static Reply misused(String usage) {
    return new Reply.Text("", "usage: " + usage + "\n", MISUSED);
  }

  private static Reply said(String output) {
    return new Reply.Text(output, "", 0);
  }

  private String name() {
    return visitor.identity().name();
  }

  private static String lines(Stream<String> lines) {
    return lines.map(line -> Printable.of(line) + "\n").collect(joining());
  }
}
