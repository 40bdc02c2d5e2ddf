package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** TCP connections of this machine, as /proc/net/tcp lists them. */
final class Connections {
  private static final String ESTABLISHED = "01";

  private Connections() {}

  /** How many clients are connected to a local IPv4 port. */
  static long to(int port) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    try {
      return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields[1].endsWith(local) && fields[3].equals(ESTABLISHED))
          .count();
    } catch (IOException e) {
      throw new LabException("could not read /proc/net/tcp", e);
    }
  }
}
