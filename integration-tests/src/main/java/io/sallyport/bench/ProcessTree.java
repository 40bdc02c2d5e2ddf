package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A server's process and everything that came of it, as /proc shows it now.
 *
 * @param root the pid of the server
 */
record ProcessTree(long root) {
  /** Of /proc/PID/stat; Linux shows user space a hundred of them per second on every machine. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int UTIME = 13;
  private static final int CSTIME = 16;
  private static final int THREADS = 19;
  private static final int ATTEMPTS = 20;

  /**
   * CPU seconds that the tree has used since it began. A process that has ended counts with the
   * parent that waited for it, and so is never lost as long as every parent waits, as sshd does.
   */
  double cpuSeconds() {
    return sum(pid -> cpuTicks(statistics(pid))) / TICKS_PER_SECOND;
  }

  /** Memory in KiB, where what several processes share counts for each in part (PSS). */
  double pssKibibytes() {
    return sum(ProcessTree::pss);
  }

  long processes() {
    return pids().size();
  }

  long threads() {
    return (long) sum(pid -> field(statistics(pid), THREADS));
  }

  /** The sum over the tree, taken again when a process began or ended meanwhile. */
  private double sum(ToDoubleFunction<Long> value) {
    List<Long> before = pids();
    for (int attempt = 1; ; attempt++) {
      double sum = before.stream().mapToDouble(value).sum();
      List<Long> after = pids();
      if (after.equals(before) || attempt == ATTEMPTS) {
        return sum;
      }
      before = after;
    }
  }

  private List<Long> pids() {
    ProcessHandle handle =
        ProcessHandle.of(root)
            .orElseThrow(() -> new LabException("process " + root + " has ended"));
    return Stream.concat(Stream.of(handle), handle.descendants())
        .map(ProcessHandle::pid)
        .sorted()
        .toList();
  }

  private static double cpuTicks(String statistics) {
    long ticks = 0;
    for (int i = UTIME; i <= CSTIME; i++) {
      ticks += field(statistics, i);
    }
    return ticks;
  }

  /** A number of /proc/PID/stat, counted from 0; 0 if the process has just ended. */
  private static long field(String statistics, int index) {
    int afterName = statistics.lastIndexOf(')') + 2; // the name may contain anything
    if (statistics.isEmpty()) {
      return 0;
    }
    String[] fields = statistics.substring(afterName).split(" ", -1);
    return Long.parseLong(fields[index - 2]); // pid and name stand before them
  }

  private static String statistics(long pid) {
    return read(pid, "stat");
  }

  private static double pss(long pid) {
    ToLongFunction<String> number = line -> Long.parseLong(line.replaceAll("\\D", ""));
    return read(pid, "smaps_rollup")
        .lines()
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(number)
        .sum();
  }

  /** Empty if the process has just ended. */
  private static String read(long pid, String file) {
    try {
      byte[] text = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
