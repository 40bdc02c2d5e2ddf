package io.sallyport.demo;

import static java.util.stream.Collectors.joining;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import io.sallyport.lab.LabFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes that a demo started, in a file with one line each: process id and start time. The time
 * makes sure that a process which got the same id later is left alone.
 */
final class OwnedProcesses {
  private final List<ProcessHandle> processes;

  private OwnedProcesses(List<ProcessHandle> processes) {
    this.processes = processes;
  }

  /** Where they are listed in a demo's folder. */
  static Path in(Path folder) {
    return folder.resolve("demo.processes");
  }

  /** Lists this process, which stops the others when it is asked to stop, and then those. */
  static void write(Lab lab) {
    LabFolder.write(
        in(lab.folder().path()),
        Stream.of(lab.bastion(), lab.backend().sshServer(), lab.backend().verifier(), lab.portal())
            .flatMap(daemon -> ProcessHandle.of(daemon.pid()).stream())
            .map(OwnedProcesses::line)
            .collect(joining("", line(ProcessHandle.current()), "")));
  }

  /** Those of the file that still run, in the order of the file. */
  static OwnedProcesses read(Path file) {
    try {
      return new OwnedProcesses(
          Files.readAllLines(file).stream()
              .map(OwnedProcesses::running)
              .flatMap(Optional::stream)
              .toList());
    } catch (IOException e) {
      throw new LabException("no demo runs there: " + file + " is missing", e);
    }
  }

  boolean anyAlive() {
    return processes.stream().anyMatch(ProcessHandle::isAlive);
  }

  /** Ends them, first line first, each with the time it needs; false if one stays. */
  boolean end(Duration limit) {
    return processes.stream().filter(process -> !end(process, limit)).count() == 0;
  }

  private static boolean end(ProcessHandle process, Duration limit) {
    process.destroy();
    return Await.holds(limit, () -> !process.isAlive());
  }

  private static Optional<ProcessHandle> running(String line) {
    String[] words = line.split(" ", 2);
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(process -> startOf(process).toString().equals(words[1]));
  }

  private static String line(ProcessHandle process) {
    return process.pid() + " " + startOf(process) + "\n";
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
