package io.sallyport.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** TCP ports of the loopback address. */
final class Ports {
  private Ports() {}

  /** That many different ports on which nothing listens now. */
  static List<Integer> free(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(listen(0));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new LabException("no free port on 127.0.0.1", e);
    } finally {
      held.forEach(Ports::close);
    }
  }

  /** Makes sure that the port can be listened on. */
  static int requireFree(int port) {
    try (ServerSocket socket = listen(port)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LabException(
          "cannot listen on 127.0.0.1:" + port + " (" + e.getMessage() + "); choose another port",
          e);
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    return socket;
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new LabException("could not close a port", e);
    }
  }
}
