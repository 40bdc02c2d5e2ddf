package io.sallyport.lab.mina;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.server.Environment;

/**
 * A pseudo-terminal held open by util-linux's {@code script}, as Java has none of its own; its size
 * is set with {@code stty}, which also sends the SIGWINCH.
 */
final class PseudoTerminal {
  static final String SHELL = Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";

  private final Path name;
  private final String size;

  private PseudoTerminal(Path name, String size) {
    this.name = name;
    this.size = size;
  }

  /** Whether the client asked for a terminal, that is, sent the size of one. */
  static boolean wanted(Environment environment) {
    return environment.getEnv().containsKey(Environment.ENV_LINES);
  }

  static PseudoTerminal open(Environment environment) throws IOException {
    Path name = Files.createTempFile("sallyport-backend", ".tty");
    return new PseudoTerminal(name, String.join(" ", size(environment)));
  }

  /** The command line of a shell, or of a command in a shell, without a terminal. */
  static List<String> shell(Optional<String> command) {
    return command.map(text -> List.of(SHELL, "-c", text)).orElse(List.of(SHELL, "-l"));
  }

  /** The command line of the same inside this terminal. */
  List<String> running(Optional<String> command) {
    String program = command.map(text -> SHELL + " -c " + quote(text)).orElse(SHELL + " -l");
    String inside = "stty %s; tty >%s; exec %s".formatted(size, quote(name.toString()), program);
    return List.of(
        "script", "--quiet", "--flush", "--return", "--echo", "always", "-c", inside, "/dev/null");
  }

  void resize(Environment environment) {
    try {
      String device = Files.readString(name).strip();
      if (!device.isEmpty()) {
        List<String> size = size(environment);
        new ProcessBuilder("stty", "-F", device, size.get(0), size.get(1), size.get(2), size.get(3))
            .start();
      }
    } catch (IOException e) {
      throw new IllegalStateException("could not resize the terminal", e);
    }
  }

  void forget() throws IOException {
    Files.deleteIfExists(name);
  }

  private static List<String> size(Environment environment) {
    return List.of(
        "rows", number(environment, Environment.ENV_LINES),
        "cols", number(environment, Environment.ENV_COLUMNS));
  }

  /** The client's number as a number, as it goes into a command line. */
  private static String number(Environment environment, String name) {
    return Integer.toString(Integer.parseInt(environment.getEnv().getOrDefault(name, "0")));
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
