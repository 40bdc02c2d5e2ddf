package io.sallyport.verifier.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command of the system, started without a shell and with an environment of its own. */
public final class SystemCommand {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private SystemCommand() {}

  /** What a finished command has said, on both streams. */
  public record Result(int status, String output) {
    /** Whether it has succeeded. */
    public boolean ok() {
      return status == 0;
    }
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException if it is not there, or does not end in time
   */
  public static Result run(String... command) throws IOException {
    List<String> words =
        Stream.concat(Stream.of(find(command[0])), Stream.of(command).skip(1)).toList();
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", String.join(":", FOLDERS));
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(Path.of("/dev/null").toFile());
    Process process = builder.start();
    try {
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> output(process));
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(command[0] + " has not ended within " + LIMIT.toSeconds() + " s");
      }
      return new Result(process.exitValue(), output.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command[0] + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The same for one that must succeed. */
  public static void must(String... command) throws IOException {
    Result result = run(command);
    if (result.status() != 0) {
      throw new IOException(command[0] + " failed: " + result.output().strip());
    }
  }

  private static String output(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name, or a path, which stays what it is. */
  private static String find(String name) throws IOException {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IOException(name + " is not installed"))
        .toString();
  }
}
