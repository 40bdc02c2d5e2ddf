package io.sallyport.integration;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stock ssh of the service account that does nothing but forward, until it is closed. */
record Forwarding(SshRun.Running ssh) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern ALLOCATED = Pattern.compile("Allocated port (\\d+)");
  private static final String UP = "the session is up";

  /** Waits until the session is up, and with it everything that was asked for. */
  static Forwarding start(Lab lab, String... options) {
    List<String> arguments = new ArrayList<>(List.of("-J", "ansible@bastion"));
    arguments.addAll(List.of("-o", "BatchMode=yes"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("deploy@web-01", "echo '" + UP + "'; sleep 60"));
    var ssh = lab.client().ssh(arguments.toArray(String[]::new)).start();
    Await.until(UP, PATIENCE, () -> ssh.output().contains(UP) || !ssh.alive());
    return new Forwarding(ssh);
  }

  /** The port that the backend took, where any was asked for. */
  int allocated() {
    return Await.value("the allocated port", PATIENCE, () -> find(ssh.error()));
  }

  private static Optional<Integer> find(String error) {
    Matcher found = ALLOCATED.matcher(error);
    return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
  }

  void says(String words) {
    Await.until(words, PATIENCE, () -> ssh.error().contains(words));
  }

  /** A port on loopback that nobody uses now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    ssh.close();
  }
}
