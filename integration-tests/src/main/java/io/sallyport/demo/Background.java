package io.sallyport.demo;

import io.sallyport.lab.Await;
import io.sallyport.lab.Installation;
import io.sallyport.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A demo that goes on after {@code ./demo} has returned. */
final class Background {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  private final Path folder;

  private Background(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  static int start(Path folder, int port) {
    Background background = new Background(folder);
    background.requireIdle();
    background.launch(port);
    IO.println("Sallyport is running; " + DemoFile.in(background.folder) + " tells how to use it.");
    return 0;
  }

  static int stop(Path folder) {
    Background background = new Background(folder);
    OwnedProcesses processes = OwnedProcesses.read(background.processFile());
    if (!processes.end(STOP_LIMIT)) {
      throw new LabException("not everything that runs in " + folder + " could be ended");
    }
    background.forget();
    return 0;
  }

  private Path processFile() {
    return OwnedProcesses.in(folder);
  }

  private void requireIdle() {
    if (Files.exists(processFile()) && OwnedProcesses.read(processFile()).anyAlive()) {
      throw new LabException(
          "a demo runs in " + folder + " already; ./demo --stop " + folder + " ends it");
    }
    forget();
  }

  private void launch(int port) {
    Path log = folder.resolve("logs/demo.log");
    try {
      Files.createDirectories(log.getParent());
      Process process =
          command(port).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      awaitServing(process, log);
    } catch (IOException e) {
      throw new LabException("could not start the demo in " + folder + ": " + e.getMessage(), e);
    }
  }

  private void awaitServing(Process process, Path log) throws IOException {
    Path ready = DemoFile.in(folder);
    Await.holds(START_LIMIT, () -> Files.exists(ready) || !process.isAlive());
    if (!Files.exists(ready)) {
      process.destroy();
      throw new LabException(Files.readString(log).strip().replaceFirst("^demo: ", ""));
    }
  }

  private ProcessBuilder command(int port) {
    return new ProcessBuilder(
            "setsid",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "-D"
                + Installation.ROOT_PROPERTY
                + "="
                + System.getProperty(Installation.ROOT_PROPERTY),
            Demo.class.getName(),
            "--serve",
            folder.toString(),
            "--port",
            Integer.toString(port))
        .redirectInput(Path.of("/dev/null").toFile());
  }

  private void forget() {
    try {
      Files.deleteIfExists(DemoFile.in(folder));
      Files.deleteIfExists(processFile());
    } catch (IOException e) {
      throw new LabException("could not tidy up in " + folder + ": " + e.getMessage(), e);
    }
  }
}
