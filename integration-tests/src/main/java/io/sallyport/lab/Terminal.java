package io.sallyport.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A person at a terminal: an interactive ssh in a pseudo-terminal that util-linux's {@code script}
 * holds open. One thread at a time.
 */
public final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SshRun.Running running;
  private final Path tty;

  private Terminal(SshRun.Running running, Path tty) {
    this.running = running;
    this.tty = tty;
  }

  static Terminal open(SshRun run, int rows, int columns) {
    try {
      Path name = Files.createTempFile("sallyport-terminal", ".tty");
      String size = "stty rows " + rows + " cols " + columns;
      String ssh = run.command().stream().map(Terminal::quote).collect(Collectors.joining(" "));
      // The usual signals: a job in the background of a script ignores some.
      String usual = "env --default-signal=HUP,INT,QUIT ";
      String inside = size + "; tty >" + quote(name.toString()) + "; exec " + usual + ssh;
      return new Terminal(run.start(inTerminal(inside)), name);
    } catch (IOException e) {
      throw new LabException("could not open a terminal: " + e.getMessage(), e);
    }
  }

  private static List<String> inTerminal(String command) {
    return List.of("script", "--quiet", "--flush", "--return", "--command", command, "/dev/null");
  }

  public Terminal type(String line) {
    return press(line + "\n");
  }

  /** Presses keys, as the terminal sends them. */
  public Terminal press(String keys) {
    running.type(keys);
    return this;
  }

  /** Waits until the screen has shown the text. */
  public Terminal shows(String text) {
    if (!Await.holds(PATIENCE, () -> running.output().contains(text))) {
      throw new LabException("the terminal never showed \"" + text + "\": " + running.output());
    }
    return this;
  }

  /** Changes the size of the window, as dragging its corner does. */
  public Terminal resize(int rows, int columns) {
    String device =
        Await.value(
            "the terminal's name", PATIENCE, () -> Optional.of(name()).filter(n -> !n.isEmpty()));
    Tool.run("stty", "-F", device, "rows", "" + rows, "cols", "" + columns);
    return this;
  }

  /** Waits for the end of the session. */
  public SshRun.Finished finish() {
    return running.finish(PATIENCE);
  }

  @Override
  public void close() {
    running.close();
    try {
      Files.deleteIfExists(tty);
    } catch (IOException e) {
      throw new LabException("could not remove " + tty, e);
    }
  }

  private String name() {
    try {
      return Files.readString(tty).strip();
    } catch (IOException e) {
      throw new LabException("could not read " + tty, e);
    }
  }

  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
