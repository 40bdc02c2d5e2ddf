package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.RawChannel;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithRawEnds;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that allow more than they read. */
final class SlowReaderTest extends WithRawEnds {

  private static final long LARGEST = 0xffff_ffffL;
  private static final byte[] PIECE = new byte[(int) PACKET];

  /** What the bastion holds, and what the sockets between hold. */
  private static final long BOUND = 40 << 20;

  SlowReaderTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  @DisplayName("N08 a client that allows 4 GiB and reads nothing stops the backend")
  void clientThatReadsNothing_stopsTheBackend() throws Exception {
    TestClient raw = rawClient();
    ClientSession outer =
        raw.loginByKey(bastion.start(), "ansible@deploy@web-01", bastion.ansibleKey);
    RawConnection client = RawConnection.of(outer);
    RawChannel asking = client.open("session", LARGEST, PACKET, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(WINDOW, PACKET);
    start(new Ends(asking.confirmed(), asked));
    IoSession wire = outer.getIoSession();

    wire.suspendRead();
    long sent = sendAll(asked);
    assertThat(sent).isBetween(asked.window(), BOUND);
    wire.resumeRead();

    assertThat(received(asking, sent)).isEqualTo(sent);
    assertThat(sendAll(asked)).isPositive();
  }

  @Test
  @DisplayName("N08 a backend that allows 4 GiB and reads nothing stops the client")
  void backendThatReadsNothing_stopsTheClient() throws Exception {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    RawChannel asking = client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    RawChannel asked = backend.asked("session").confirm(LARGEST, PACKET);
    start(new Ends(asking.confirmed(), asked));
    IoSession wire = backend.getSession().getIoSession();

    wire.suspendRead();
    long sent = sendAll(asking);
    assertThat(sent).isBetween(asking.window(), BOUND);
    wire.resumeRead();

    assertThat(received(asked, sent)).isEqualTo(sent);
  }

  /** Sends all that is allowed, until nothing more has been for a while. */
  private static long sendAll(RawChannel channel) throws InterruptedException {
    long sent = 0;
    long credit = channel.window();
    while (credit >= PIECE.length) {
      while (credit >= PIECE.length && sent < 2 * BOUND) {
        channel.data(PIECE);
        credit -= PIECE.length;
        sent += PIECE.length;
      }
      var next = channel.connection().waiting().poll(500, TimeUnit.MILLISECONDS);
      if (next == null || sent >= 2 * BOUND) {
        return sent;
      }
      credit += credit(next);
    }
    return sent;
  }

  private static long credit(RawConnection.Packet packet) {
    assertThat(packet.command()).isEqualTo(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
    Buffer reader = packet.reader();
    var _ = reader.getUInt();
    return reader.getUInt();
  }

  private static long received(RawChannel channel, long expected) throws InterruptedException {
    long received = 0;
    while (received < expected) {
      received += channel.expectData().length();
    }
    return received;
  }
}
