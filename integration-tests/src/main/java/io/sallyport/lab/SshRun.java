package io.sallyport.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a client's program: who answers its prompts, what it reads, how long it may take. */
public final class SshRun {
  private static final Duration END_LIMIT = Duration.ofSeconds(5);
  private static final Path NOTHING = Path.of("/dev/null");

  private final LabFolder folder;
  private final List<String> command;
  private final Map<String, String> environment = new HashMap<>();
  private String answer = "";
  private Path input = NOTHING;
  private Duration limit = Duration.ofMinutes(1);

  SshRun(LabFolder folder, List<String> command) {
    this.folder = folder;
    this.command = List.copyOf(command);
  }

  /** Sets a variable of the program's environment. */
  public SshRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Gives this text to every prompt; without it, prompts are answered with an empty line. */
  public SshRun answering(String text) {
    answer = text;
    return this;
  }

  public SshRun reading(Path file) {
    input = file;
    return this;
  }

  public SshRun reading(String text) {
    return reading(LabFolder.writePrivate(scratch("input"), text));
  }

  /** Lets the program see this X display. */
  public SshRun onDisplay(String name) {
    return with("DISPLAY", name);
  }

  public SshRun within(Duration time) {
    limit = time;
    return this;
  }

  List<String> command() {
    return command;
  }

  /** Runs the program to its end. */
  public Finished finish() {
    try (Running running = start()) {
      return running.finish(limit);
    }
  }

  /** Starts the program and leaves it running. */
  public Running start() {
    return start(new ProcessBuilder(command).redirectInput(input.toFile()));
  }

  /** Starts another command in this run's environment, to be typed to. */
  Running start(List<String> wrapped) {
    return start(new ProcessBuilder(wrapped).redirectInput(ProcessBuilder.Redirect.PIPE));
  }

  private Running start(ProcessBuilder builder) {
    Path out = scratch("out");
    Path err = scratch("err");
    Path prompts = scratch("prompts");
    builder.environment().put("SSH_ASKPASS", folder.bin().resolve("askpass").toString());
    builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    builder.environment().put("SALLYPORT_ANSWER", answer);
    builder.environment().put("SALLYPORT_PROMPTS", prompts.toString());
    builder.environment().remove("SSH_AUTH_SOCK");
    builder.environment().remove("DISPLAY");
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    try {
      return new Running(builder.start(), out, err, prompts);
    } catch (IOException e) {
      throw new LabException("could not run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private Path scratch(String kind) {
    Path runs = folder.path().resolve("runs");
    LabFolder.makeFolder(runs);
    try {
      Path program = Path.of(command.getFirst()).getFileName();
      return Files.createTempFile(runs, program + "-", "." + kind);
    } catch (IOException e) {
      throw new LabException("could not make a file in " + runs + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a finished run left behind.
   *
   * @param prompts what the program asked, one line for each prompt
   */
  public record Finished(
      int exitCode, String output, String error, List<String> prompts, Duration took) {
    public boolean ok() {
      return exitCode == 0;
    }
  }

  /** A run that goes on; closing it ends the program. */
  public static final class Running implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;
    private final Path prompts;
    private final long started = System.nanoTime();

    private Running(Process process, Path out, Path err, Path prompts) {
      this.process = process;
      this.out = out;
      this.err = err;
      this.prompts = prompts;
    }

    public ProcessHandle process() {
      return process.toHandle();
    }

    public boolean alive() {
      return process.isAlive();
    }

    public String output() {
      return read(out);
    }

    /** What ssh and the command said on standard error; ssh ends its own lines with CR LF. */
    public String error() {
      return read(err).replace("\r\n", "\n");
    }

    /** Types into the program's standard input, where that is a pipe. */
    void type(String text) {
      try {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new LabException("the program does not read any more: " + output(), e);
      }
    }

    /** Waits for the end; after the limit the run counts as failed and is ended. */
    public Finished finish(Duration limit) {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          String soFar = error().strip();
          close();
          throw new LabException("it did not finish within " + limit.toSeconds() + " s: " + soFar);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LabException("interrupted while waiting for a client", e);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      List<String> asked = read(prompts).lines().toList();
      return new Finished(process.exitValue(), output(), error(), asked, took);
    }

    @Override
    public void close() {
      process.destroy();
      process.descendants().forEach(ProcessHandle::destroy);
      Await.holds(END_LIMIT, () -> !process.isAlive());
    }

    private static String read(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new LabException("could not read " + file, e);
      }
    }
  }
}
