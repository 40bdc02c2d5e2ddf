package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.gate.GateLimits;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GateAtTheDoorTest extends WithBastion {

  GateAtTheDoorTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void oneConnectionTooManyFromAnAddress_isClosedAtOnce_untilAnotherIsGone() throws Exception {
    assertLimitedToTwo(bastion.limits(new GateLimits(100, 2)).start());
  }

  @Test
  void oneConnectionTooManyInAll_isClosedAtOnce_untilAnotherIsGone() throws Exception {
    assertLimitedToTwo(bastion.limits(new GateLimits(2, 100)).start());
  }

  private static void assertLimitedToTwo(Address door) throws IOException {
    try (Socket second = connect(door)) {
      try (Socket first = connect(door)) {
        assertThat(isGreeted(first)).isTrue();
        assertThat(isGreeted(second)).isTrue();
        assertThat(isAdmitted(door)).isFalse();
      }
      long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while (!isAdmitted(door)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  private static boolean isAdmitted(Address door) throws IOException {
    try (Socket socket = connect(door)) {
      return isGreeted(socket);
    }
  }

  /** Whether the server says {@code SSH-2.0-…} instead of closing the connection. */
  private static boolean isGreeted(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == 'S';
    } catch (SocketException _) {
      return false;
    }
  }

  private static Socket connect(Address door) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), door.port());
  }
}
