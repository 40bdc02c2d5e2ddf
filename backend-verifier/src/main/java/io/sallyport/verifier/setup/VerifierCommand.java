package io.sallyport.verifier.setup;

import java.nio.file.Path;
import java.util.List;

/**
 * What sshd runs to ask the verifier.
 *
 * @param folder of the verifier's commands
 * @param way how it asks
 * @param socket on which the verifier answers
 * @param user as whom sshd runs it
 */
record VerifierCommand(Path folder, Way way, Path socket, String user) {
  private static final Path USUAL_SOCKET = Path.of("/run/sallyport-verifier/verifier.sock");

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
