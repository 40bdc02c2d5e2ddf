package io.sallyport.verifier.setup;

import io.sallyport.verifier.sshd.SshdSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What sshd runs to ask the verifier.
 *
 * @param folder of the verifier's commands
 * @param way how it asks
 * @param socket on which the verifier answers
 * @param user as whom sshd runs it
 */
public record VerifierCommand(Path folder, Way way, Path socket, String user) {
  private static final Path USUAL_SOCKET = Path.of("/run/sallyport-verifier/verifier.sock");

  /** The one that sshd has; empty if it has none of ours. */
  static Optional<VerifierCommand> of(SshdSettings settings) {
    return Stream.of(Way.values())
        .flatMap(
            way -> settings.value(way.keyword()).flatMap(line -> of(way, line, settings)).stream())
        .findFirst();
  }

  private static Optional<VerifierCommand> of(Way way, String line, SshdSettings settings) {
    String[] words = line.split(" ", -1);
    Path script = Path.of(words[0]);
    Path folder = script.getParent();
    if (folder == null || !script.endsWith(way.script())) {
      return Optional.empty();
    }
    return Optional.of(
        new VerifierCommand(
            folder,
            way,
            words.length > 4 ? Path.of(words[4]) : USUAL_SOCKET,
            settings.value(way.keyword() + "User").orElse("none")));
  }

  /** The command's path. */
  Path script() {
    return folder.resolve(way.script());
  }

  /** What comes behind the user, the type and the key: the socket, unless it is the usual one. */
  List<String> more() {
    return socket.equals(USUAL_SOCKET) ? List.of() : List.of(socket.toString());
  }

  /** As it stands in sshd's configuration. */
  String line() {
    return String.join(" ", script() + " %u %t %k", String.join(" ", more())).strip();
  }
}
