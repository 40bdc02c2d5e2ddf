package io.sallyport.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One server of the lab: a process with a log file and a line that says when it serves.
 *
 * <p>It runs in a session of its own, so that Ctrl-C reaches the lab alone, which then stops its
 * daemons in the right order. Used by one thread; only {@link #close} may come from another one.
 */
public final class Daemon implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /**
   * A session of its own, and the usual signals: a job in the background of a script ignores some.
   */
  private static final List<String> OWN_SESSION =
      List.of("setsid", "env", "--default-signal=HUP,INT,QUIT");

  private final String name;
  private final List<String> command;
  private final Path log;
  private final String readyText;
  private final UnaryOperator<ProcessHandle> serving;

  private volatile @Nullable ProcessHandle process;
  private boolean closed;
  private long logStart;

  Daemon(String name, Path log, String readyText, List<String> command) {
    this(name, log, readyText, command, started -> started);
  }

  /** A daemon whose serving process is not the started one itself but found from it. */
  Daemon(
      String name,
      Path log,
      String readyText,
      List<String> command,
      UnaryOperator<ProcessHandle> serving) {
    this.name = name;
    this.log = log;
    this.readyText = readyText;
    this.command = command;
    this.serving = serving;
  }

  /** Starts the process without waiting for it. */
  public synchronized Daemon launch() {
    if (closed) {
      throw new LabException("the lab is being stopped");
    }
    try {
      logStart = Files.exists(log) ? Files.size(log) : 0;
      process = builder().start().toHandle();
      return this;
    } catch (IOException e) {
      throw new LabException("could not start the " + name + ": " + e.getMessage(), e);
    }
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().addAll(OWN_SESSION);
    builder.command().addAll(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
  }

  /** Waits until the process says that it serves. */
  public Daemon ready() {
    ProcessHandle started = started();
    Await.holds(START_LIMIT, () -> !started.isAlive() || newLog().contains(readyText));
    if (!newLog().contains(readyText)) {
      stop();
      throw new LabException("the " + name + " did not start:\n" + newLog().strip());
    }
    process = serving.apply(started);
    return this;
  }

  public void start() {
    launch().ready();
  }

  public long pid() {
    return started().pid();
  }

  private ProcessHandle started() {
    ProcessHandle current = process;
    if (current == null) {
      throw new LabException("the " + name + " has not been started");
    }
    return current;
  }

  /** Everything that the process has written since its last start. */
  public String newLog() {
    return logFrom(logStart);
  }

  /** The length of the log now; {@link #logFrom} later gives what was written after it. */
  public long logMark() {
    return log.toFile().length();
  }

  public String logFrom(long mark) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(mark);
      byte[] bytes = new byte[(int) Math.max(0, file.length() - mark)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LabException("could not read the log of the " + name + ", " + log, e);
    }
  }

  /** Ends the process: asked first, killed when it does not go. */
  public synchronized void stop() {
    ProcessHandle current = process;
    if (current == null) {
      return;
    }
    current.destroy();
    if (!Await.holds(STOP_LIMIT, () -> !current.isAlive())) {
      current.destroyForcibly();
      Await.holds(STOP_LIMIT, () -> !current.isAlive());
    }
  }

  public void restart() {
    stop();
    start();
  }

  /** Stops the process from running without ending it, as a hung one would look from outside. */
  public void pause() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  /** Sends a signal by the shell's own kill, as procps is not on every Debian. */
  private void signal(String signal) {
    Tool.run("sh", "-c", "kill -" + signal + " " + pid());
  }

  /** Ends the process for good: it cannot be started again. */
  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }
}
