package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.WithRawEnds;
import io.sallyport.config.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bastion that stops ends its sessions, and does not wait for anybody. */
final class StopTest extends WithRawEnds {

  StopTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void stoppingBastion_endsItsSessions_atOnce() throws Exception {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    var _ = program(client, backend);
    // Neither end answers anything from here on.
    var _ = client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    var _ = backend.asked("session");

    long began = System.nanoTime();
    bastion.stop();
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    awaitEnd(client);
    backend.awaitClosed();
    assertThat(took).isLessThan(Duration.ofSeconds(5));
    bastion.audit.await(AuditEvent.HopEnded.class);
    Recordings.awaitEnd(Recordings.theOnlyOne(bastion.recordings()));
  }

  @Test
  void stoppingBastion_leavesBackendsThatSayNothing_atOnce() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Address address = new Address("127.0.0.1", silent.getLocalPort());
      bastion.target(new Target("web-02", 22, address, "default"));
      ClientSession outer = ansible();
      var _ =
          outer
              .createDirectTcpipChannel(
                  new SshdSocketAddress("127.0.0.1", 1), new SshdSocketAddress("web-02", 22))
              .open();
      try (Socket knock = silent.accept()) {
        knock.setSoTimeout(5000);
        assertThat(knock.getInputStream().readNBytes(3)).containsExactly('S', 'S', 'H');
        bastion.stop();

        assertThat(knock.getInputStream().readAllBytes()).isNotEmpty(); // to its end
      }
    }
  }
}
