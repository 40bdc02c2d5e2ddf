package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An ssh with a pseudo-terminal on the backend, which echoes what is typed while nothing runs there
 * but a {@code cat}. Used by one thread at a time.
 */
final class Session implements AutoCloseable {
  private static final int KEY = 'x';

  private final TestBed bed;
  private final Route route;
  private final Process ssh;
  private final OutputStream keyboard;
  private final BufferedReader screen;

  private Session(TestBed bed, Route route, Process ssh) {
    this.bed = bed;
    this.route = route;
    this.ssh = ssh;
    keyboard = ssh.getOutputStream();
    screen =
        new BufferedReader(
            new InputStreamReader(ssh.getInputStream(), StandardCharsets.US_ASCII), 64);
  }

  /** Opens a session and waits until the backend has the terminal ready. */
  static Session open(TestBed bed, Route route) {
    String command = "stty -icanon; echo ready; exec cat >/dev/null";
    Process ssh =
        Clients.startUnbounded(bed.ssh(route, Offer.OUT_OF_THE_BOX, List.of("-tt"), command));
    Session session = new Session(bed, route, ssh);
    String first = session.line();
    if (!"ready".equals(first)) {
      session.close();
      throw bed.failed("a terminal session", route, "it began with: " + first);
    }
    return session;
  }

  /** Types one key and waits for its echo. */
  void type() {
    try {
      keyboard.write(KEY);
      keyboard.flush();
      int echo = screen.read();
      if (echo != KEY) {
        throw bed.failed("a keystroke", route, "the echo was " + echo);
      }
    } catch (IOException e) {
      throw bed.failed("a keystroke", route, e.toString());
    }
  }

  @Override
  public void close() {
    ssh.destroy();
  }

  private String line() {
    try {
      return String.valueOf(screen.readLine());
    } catch (IOException e) {
      throw new LabException("could not read from ssh", e);
    }
  }
}
