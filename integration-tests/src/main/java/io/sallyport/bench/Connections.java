package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** TCP connections of this machine, as /proc/net lists them. */
final class Connections {
  private static final String ESTABLISHED = "01";

  private Connections() {}

  /**
   * How many clients are connected to a local port. A JVM's listen on IPv6 sockets even where the
   * address is one of IPv4.
   */
  static long to(int port) {
    return Stream.of("tcp", "tcp6").mapToLong(table -> in(table, port)).sum();
  }

  private static long in(String table, int port) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    try {
      return Files.readAllLines(Path.of("/proc/net", table)).stream()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields[1].endsWith(local) && fields[3].equals(ESTABLISHED))
          .count();
    } catch (IOException e) {
      throw new LabException("could not read /proc/net/" + table, e);
    }
  }
}
