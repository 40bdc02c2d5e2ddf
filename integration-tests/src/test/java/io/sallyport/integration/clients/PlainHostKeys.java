package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;

import io.sallyport.lab.LabFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The known_hosts file of a client that does not know host certificates: the plain keys of the
 * bastion and of a target, as their owner has once accepted them.
 */
final class PlainHostKeys {
  private PlainHostKeys() {}

  /** Writes the file with the help of OpenSSH, which can be told to accept what it sees. */
  static Path learn(Corner corner, Path file) {
    LabFolder.write(file, "");
    int port = corner.lab().bastionPort();
    ask(corner, file, "-W", "web-01:22", "-o", "HostKeyAlias=127.0.0.1", Corner.JUMP);
    ask(corner, file, "-J", Corner.JUMP, Corner.TARGET, "true");
    String keys = read(file);
    LabFolder.write(file, keys + keys.replace("127.0.0.1 ", "[127.0.0.1]:" + port + " "));
    return file;
  }

  private static void ask(Corner corner, Path file, String... arguments) {
    String[] ssh = new String[arguments.length + 6];
    ssh[0] = "-o";
    ssh[1] = "UserKnownHostsFile=" + file;
    ssh[2] = "-o";
    ssh[3] = "StrictHostKeyChecking=accept-new";
    ssh[4] = "-o";
    ssh[5] = "HostKeyAlgorithms=ssh-ed25519";
    System.arraycopy(arguments, 0, ssh, 6, arguments.length);
    well(corner.client().ssh(ssh));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
