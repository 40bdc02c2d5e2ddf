package io.sallyport.bastion.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A test with loops of its own, and plain sockets on the other side. */
@Timeout(60)
abstract class WithLoops {

  static final Duration LIMIT = Duration.ofSeconds(15);

  /** More than the kernel takes for a socket whose receive buffer is small. */
  static final int TOO_MUCH = 32 << 20;

  final EventLoops loops;
  final LoopServices services;
  private final List<AutoCloseable> opened = new ArrayList<>();

  WithLoops() throws IOException {
    loops = EventLoops.start();
    services = new LoopServices(loops);
  }

  /** Listens on a free port. */
  InetSocketAddress listen(Heard handler) throws IOException {
    IoAcceptor acceptor = acceptor(handler);
    acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return (InetSocketAddress) acceptor.getBoundAddresses().iterator().next();
  }

  IoAcceptor acceptor(Heard handler) {
    return services.createAcceptor(handler);
  }

  IoConnector connector(Heard handler) {
    return services.createConnector(handler);
  }

  /** A peer on a plain socket that takes little before it reads. */
  Socket peer(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    opened.add(socket);
    socket.setReceiveBufferSize(32 * 1024);
    socket.setSoTimeout((int) LIMIT.toMillis());
    socket.connect(address);
    return socket;
  }

  /** The session whose peer is this socket. */
  static IoSession sessionOf(Socket peer, Heard handler) throws InterruptedException {
    IoSession session = Heard.next(handler.created);
    if (!session.getRemoteAddress().equals(peer.getLocalSocketAddress())) {
      throw new AssertionError(session + " is not the connection with " + peer);
    }
    return session;
  }

  static Buffer text(String text) {
    return new ByteArrayBuffer(text.getBytes(UTF_8));
  }

  static String read(Socket peer, int length) throws IOException {
    return new String(peer.getInputStream().readNBytes(length), UTF_8);
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @AfterEach
  final void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    loops.close();
  }
}
