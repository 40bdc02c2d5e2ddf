package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.WithRawEnds;
import java.nio.file.Path;
import java.time.Duration;
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
}
