package io.sallyport.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.lab.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * A server on loopback that speaks first, and then sends back what it gets until its client has
 * ended its side.
 */
final class EchoServer implements AutoCloseable {
  static final String GREETING = "hello from the server\n";

  private final ServerSocket socket;

  private EchoServer(ServerSocket socket) {
    this.socket = socket;
  }

  static EchoServer start() {
    try {
      EchoServer server = new EchoServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.startVirtualThread(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.getOutputStream().write(GREETING.getBytes(UTF_8));
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException _) {
      // The client has left.
    }
  }

  /** What comes back through a port on loopback, after this was sent and that side was ended. */
  static String ask(int port, String text) {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(10_000);
      client.getOutputStream().write(text.getBytes(UTF_8));
      client.shutdownOutput();
      return new String(client.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, as soon as somebody listens on that port. */
  static String askWhenUp(int port, String text) {
    return Await.value("a listener on " + port, Duration.ofSeconds(20), () -> tryToAsk(port, text));
  }

  private static Optional<String> tryToAsk(int port, String text) {
    try {
      return Optional.of(ask(port, text));
    } catch (UncheckedIOException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
