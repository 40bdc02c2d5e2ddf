package io.sallyport.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a daemon's own user and root give orders: a {@link PrivateSocket}, each of whose
 * connections has a virtual thread and a time limit.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlSocket.class);
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path path;
  private final ServerSocketChannel server;
  private final Desk desk;

  private ControlSocket(Path path, ServerSocketChannel server, Desk desk) {
    this.path = path;
    this.server = server;
    this.desk = desk;
  }

  /**
   * Listens at {@code path}.
   *
   * @param daemon what the daemon is called in messages
   * @throws IOException if the place cannot be had; the message is for the operator
   */
  public static ControlSocket open(Path path, String daemon, Desk desk) throws IOException {
    var socket = new ControlSocket(path, PrivateSocket.listen(path, daemon), desk);
    Thread.ofVirtual().name("control").start(socket::acceptAll);
    return socket;
  }

  private void acceptAll() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofVirtual().name("control-connection").start(() -> serve(channel));
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        log.warn("accepting on {}", path, e);
        pause();
      }
    }
  }

  /** Out of descriptors: trying again at once would only burn the processor. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        var _ = Deadline.after(LIMIT, channel)) {
      for (String line : desk.answer(Lines.read(channel)).encode()) {
        Lines.write(channel, line);
      }
    } catch (IOException e) {
      log.warn("a client of {} went away or was too slow: {}", path, e.toString());
    }
  }

  /** Stops listening and removes the socket. */
  @Override
  public void close() {
    try (server) {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("removing the control socket {}", path, e);
    }
  }
}
