package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions in which client, bastion and backend ask each other every 30 s whether they are still
 * there, and in which nothing else happens.
 */
final class NothingButKeepalivesTest extends WithRawEnds {

  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final String KEEPALIVE = "keepalive@openssh.com";
  private static final int FAILURE = SshConstants.SSH_MSG_REQUEST_FAILURE;
  private static final int SUCCESS = SshConstants.SSH_MSG_REQUEST_SUCCESS;

  NothingButKeepalivesTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void sessionWithoutLimits_isStillThereAfterAnHour() throws IOException, InterruptedException {
    RawConnection client = onTheWay();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    passWithKeepalives(Duration.ofHours(1), client, backend);

    assertWorks(ends);
    assertThat(client.waiting()).isEmpty();
    assertThat(backend.waiting()).isEmpty();
  }

  @Test
  void sessionWithAnIdleTimeout_isCutAllTheSame_andTheClientIsTold()
      throws IOException, InterruptedException {
    Optional<Duration> idle = Optional.of(Duration.ofMinutes(5));
    bastion.policy(
        Rules.policy(Rules.limited(Rules.rule("ops", "*", "deploy"), Optional.empty(), idle)));
    RawConnection client = onTheWay();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    passWithKeepalives(Duration.ofMinutes(4), client, backend);
    assertWorks(ends);
    passWithKeepalives(Duration.ofMinutes(5).minus(INTERVAL), client, backend);
    assertThat(client.getSession().isOpen()).isTrue();
    bastion.timers.pass(INTERVAL);

    awaitEnd(client);
    backend.awaitClosed();
    assertThat(rawClient().told())
        .singleElement()
        .asString()
        .startsWith("sallyport: deploy@web-01: nothing has moved in this session for too long");
    assertThat(bastion.audit.await(AuditEvent.HopEnded.class).reason()).contains("idle");
  }

  private RawConnection onTheWay() throws IOException {
    return RawConnection.of(
        rawClient().loginByKey(bastion.start(), "ansible@deploy@web-01", bastion.ansibleKey));
  }

  private void passWithKeepalives(Duration time, RawConnection client, RawConnection backend)
      throws InterruptedException {
    for (long i = 0; i < time.dividedBy(INTERVAL); i++) {
      bastion.timers.pass(INTERVAL);
      exchangeKeepalives(client, FAILURE);
      exchangeKeepalives(backend, SUCCESS);
    }
  }

  /** Answers the bastion's question, and asks one that it answers. */
  private static void exchangeKeepalives(RawConnection peer, int answer)
      throws InterruptedException {
    assertThat(peer.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST).name()).isEqualTo(KEEPALIVE);
    peer.send(FAILURE, RawConnection.NOTHING);
    peer.global(KEEPALIVE, true, RawConnection.NOTHING);
    peer.expect(answer);
  }
}
