package io.sallyport.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A short command of the system, such as ssh-keygen or stty, run to its end. */
public final class Tool {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Tool() {}

  /** What a finished command left behind. */
  public record Outcome(int exitCode, String output, String error) {
    public boolean ok() {
      return exitCode == 0;
    }
  }

  /** Standard output of a command that must succeed. */
  public static String run(String... command) {
    Outcome outcome = attempt("", command);
    if (!outcome.ok()) {
      throw new LabException(String.join(" ", command) + " failed: " + outcome.error().strip());
    }
    return outcome.output();
  }

  /** The outcome of a command with this standard input, whatever it is. */
  public static Outcome attempt(String input, String... command) {
    try {
      return finish(input, List.of(command));
    } catch (IOException e) {
      throw new LabException("could not run " + command[0] + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while running " + command[0], e);
    }
  }

  /** Whether a program of this name can be found on the PATH. */
  public static boolean installed(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Outcome finish(String input, List<String> command)
      throws IOException, InterruptedException {
    Path in = Files.createTempFile("sallyport-tool", ".in");
    Path out = Files.createTempFile("sallyport-tool", ".out");
    Path err = Files.createTempFile("sallyport-tool", ".err");
    try {
      Files.writeString(in, input);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new LabException(command.getFirst() + " did not finish within " + LIMIT);
      }
      return new Outcome(process.exitValue(), text(out), text(err));
    } finally {
      Stream.of(in, out, err).forEach(Tool::delete);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
