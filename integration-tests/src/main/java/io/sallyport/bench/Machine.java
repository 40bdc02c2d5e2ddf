package io.sallyport.bench;

import io.sallyport.lab.LabException;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the numbers were measured on. */
record Machine(String processor, int cores, String memory, String kernel, String ssh, String load) {

  static Machine now() {
    long kibibytes = Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
    return new Machine(
        field("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Math.round(kibibytes / 1048576.0) + " GiB",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version").replaceAll("^(\\d+\\.\\d+).*", "$1"),
        Tool.attempt("", "ssh", "-V").error().strip().replaceAll(",.*", ""),
        read("/proc/loadavg").split(" ", 2)[0]);
  }

  /** Date, machine and effort, for people. */
  String text(Effort effort) {
    return """
    Measured on %s: %s, %d cores, %s, %s, %s, Java %s. The load average before it was %s. By each route
    %d rounds of %d MiB (after %d MiB each way), %d logins one at a time, %d keystrokes, %d starts.
    """
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            processor,
            cores,
            memory,
            kernel,
            ssh,
            System.getProperty("java.version"),
            load,
            effort.rounds(),
            effort.mebibytes(),
            effort.warmUpMebibytes(),
            effort.logins(),
            effort.keystrokes(),
            effort.starts());
  }

  private static String field(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown 0");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new LabException("could not read " + file, e);
    }
  }
}
