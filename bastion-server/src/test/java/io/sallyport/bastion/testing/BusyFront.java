package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that closes the first connections and passes the others on to a backend. */
public final class BusyFront implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final Address backend;
  private final int dropped;
  private final String words;

  private BusyFront(Address backend, int dropped, String words) throws IOException {
    this.backend = backend;
    this.dropped = dropped;
    this.words = words;
  }

  /**
   * Listens on a free loopback port.
   *
   * @param dropped so many connections are closed
   * @param words what it says before it closes one
   */
  public static BusyFront of(Address backend, int dropped, String words) throws IOException {
    BusyFront front = new BusyFront(backend, dropped, words);
    var _ = Thread.startVirtualThread(front::accept);
    return front;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How many connections have come. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        boolean drop = connections.incrementAndGet() <= dropped;
        var _ = Thread.startVirtualThread(() -> serve(client, drop));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private void serve(Socket client, boolean drop) {
    try (client) {
      if (drop) {
        client.getOutputStream().write(words.getBytes(US_ASCII));
      } else {
        join(client);
      }
    } catch (IOException _) {
      // One of the ends has gone.
    }
  }

  private void join(Socket client) throws IOException {
    try (Socket onward = new Socket(backend.host(), backend.port())) {
      var _ = Thread.startVirtualThread(() -> copy(client, onward));
      copy(onward, client);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      var _ = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One of the ends has gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
