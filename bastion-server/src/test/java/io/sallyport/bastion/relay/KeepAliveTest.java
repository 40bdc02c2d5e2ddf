package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that stay silent: asked every 30 s, given up after three questions without an answer. */
final class KeepAliveTest extends WithRawEnds {

  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final int FAILURE = SshConstants.SSH_MSG_REQUEST_FAILURE;
  private static final int SUCCESS = SshConstants.SSH_MSG_REQUEST_SUCCESS;

  KeepAliveTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void backendThatStaysSilent_isGivenUp_andTheClientIsTold()
      throws IOException, InterruptedException {
    RawConnection client = onTheWay();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);
    bastion.timers.pass(INTERVAL.minusMillis(1));
    assertThat(client.waiting()).isEmpty();
    assertThat(backend.waiting()).isEmpty();

    for (int asked = 0; asked < 3; asked++) {
      bastion.timers.pass(asked == 0 ? Duration.ofMillis(1) : INTERVAL);
      answer(client, FAILURE);
      assertAsked(backend);
      assertWorks(ends);
    }
    bastion.timers.pass(INTERVAL);

    awaitEnd(client);
    backend.awaitClosed();
    assertThat(rawClient().told())
        .singleElement()
        .asString()
        .startsWith("sallyport: deploy@web-01: the host does not answer any more (session ");
    assertThat(bastion.audit.await(AuditEvent.HopEnded.class).reason()).contains("backend silent");
  }

  @Test
  void clientThatStaysSilent_isGivenUp_andTheHopEnds() throws IOException, InterruptedException {
    RawConnection client = onTheWay();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    for (int asked = 0; asked < 3; asked++) {
      bastion.timers.pass(INTERVAL);
      assertAsked(client);
      answer(backend, SUCCESS);
      assertWorks(ends);
    }
    bastion.timers.pass(INTERVAL);

    awaitEnd(client);
    backend.awaitClosed();
    assertThat(bastion.audit.await(AuditEvent.HopEnded.class).reason()).isEmpty();
  }

  @Test
  void peersThatAnswerInTheEnd_live_whateverTheyAnswer() throws IOException, InterruptedException {
    RawConnection client = onTheWay();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    for (int round = 0; round < 3; round++) {
      for (int asked = 0; asked < 2; asked++) {
        bastion.timers.pass(INTERVAL);
        assertAsked(client);
        assertAsked(backend);
      }
      bastion.timers.pass(INTERVAL);
      answerAll(client, SUCCESS);
      answerAll(backend, FAILURE);
    }

    assertWorks(ends);
  }

  @Test
  void nobodyIsAsked_whenTheConnectionIsGone() throws IOException, InterruptedException {
    RawConnection client = onTheWay();
    RawConnection backend = bastion.backend.connection();

    client.getSession().close(true);
    backend.awaitClosed();
    bastion.audit.await(AuditEvent.HopEnded.class);
    // The close listeners of the bastion's own connections may still be running.
    while (bastion.timers.pending() > 0) {
      Thread.onSpinWait();
    }

    assertThat(bastion.timers.pending()).isZero();
  }

  private RawConnection onTheWay() throws IOException {
    return RawConnection.of(
        rawClient().loginByKey(bastion.start(), "ansible@deploy@web-01", bastion.ansibleKey));
  }

  private static void assertAsked(RawConnection peer) throws InterruptedException {
    assertThat(peer.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST).name())
        .isEqualTo("keepalive@openssh.com");
  }

  /** Answers the question, and waits until the bastion has seen it. */
  private static void answer(RawConnection peer, int command) throws InterruptedException {
    assertAsked(peer);
    reply(peer, command, 1);
  }

  private static void answerAll(RawConnection peer, int command) throws InterruptedException {
    assertAsked(peer);
    reply(peer, command, 3);
  }

  private static void reply(RawConnection peer, int command, int times)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      peer.send(command, RawConnection.NOTHING);
    }
    peer.global("unknown", true, RawConnection.NOTHING);
    peer.expect(FAILURE);
  }
}
