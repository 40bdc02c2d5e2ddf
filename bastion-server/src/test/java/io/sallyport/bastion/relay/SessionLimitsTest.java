package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.RawChannel;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time that a grant gives to a session. */
final class SessionLimitsTest extends WithRawEnds {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String WARNING =
      "\r\nsallyport: the time of this session is over in 60 s\r\n";

  SessionLimitsTest(@TempDir Path folder) {
    super(folder);
    bastion.withoutKeepAlive();
  }

  @Test
  @DisplayName("N36 a session whose grant ends is told 60 s before, and then cut")
  void grantThatEnds_isToldAMinuteBefore_andThenCut() throws IOException, InterruptedException {
    limit(Optional.of(Duration.ofMinutes(10)), Optional.empty());
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends shown = program(client, backend);
    Ends notStarted = session(client, backend);

    bastion.timers.pass(Duration.ofMinutes(9).minus(SECOND));
    assertWorks(shown);
    assertThat(client.waiting()).isEmpty();
    bastion.timers.pass(SECOND);
    assertThat(shown.client().expectStderr()).isEqualTo(WARNING);
    bastion.timers.pass(Duration.ofSeconds(59));
    assertWorks(shown);
    start(notStarted);
    bastion.timers.pass(SECOND);

    awaitEnd(client);
    backend.awaitClosed();
    assertThat(rawClient().told())
        .singleElement()
        .asString()
        .startsWith("sallyport: deploy@web-01: the time of this session is over (session ");
    assertThat(bastion.audit.await(AuditEvent.HopEnded.class).reason()).contains("grant over");
    Path recording = Recordings.theOnlyOne(bastion.recordings());
    assertThat(recording.resolve("channel-1.stderr")).hasContent(WARNING);
  }

  @Test
  void warning_takesNothingOfTheBackendsWindow() throws IOException, InterruptedException {
    limit(Optional.of(Duration.ofMinutes(10)), Optional.empty());
    RawConnection client = rawDeployOnWeb();
    RawChannel asking = client.open("session", 1 << 14, PACKET, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(WINDOW, PACKET);
    start(new Ends(asking.confirmed(), asked));
    assertThat(asked.window()).isLessThan(1 << 14);

    asked.data("x".repeat((int) asked.window()));
    assertThat(asking.expectData()).hasSize((int) asked.window());
    bastion.timers.pass(Duration.ofMinutes(9));
    String warning = asking.expectStderr();
    assertThat(asked.window() + warning.length()).isLessThanOrEqualTo(1 << 14);

    // What the warning took is kept back for the next one, the rest goes to the backend.
    asking.adjust(1000);
    var adjust = asked.expect(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
    var reader = adjust.reader();
    var _ = reader.getUInt();
    assertThat(reader.getUInt()).isEqualTo(1000 - warning.length());
  }

  @Test
  void windowWithoutRoomForWords_getsNone_andTheSessionIsCutAllTheSame()
      throws IOException, InterruptedException {
    limit(Optional.of(Duration.ofMinutes(10)), Optional.empty());
    RawConnection client = rawDeployOnWeb();
    RawChannel asking = client.open("session", (1 << 14) - 1, PACKET, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(WINDOW, PACKET);
    Ends ends = new Ends(asking.confirmed(), asked);
    start(ends);
    assertThat(asked.window()).isEqualTo((1 << 14) - 1);

    bastion.timers.pass(Duration.ofMinutes(9));
    assertWorks(ends);
    bastion.timers.pass(Duration.ofMinutes(1));

    awaitEnd(client);
  }

  @Test
  @DisplayName("N36 a session in which nothing moves is ended, one in which something does is not")
  void idleSession_isEnded() throws IOException, InterruptedException {
    limit(Optional.empty(), Optional.of(Duration.ofMinutes(5)));
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    bastion.timers.pass(Duration.ofMinutes(5).minus(SECOND));
    assertWorks(ends);
    bastion.timers.pass(Duration.ofMinutes(5).minus(SECOND));
    ends.backend().data("from the backend alone");
    ends.client().expectData();
    bastion.timers.pass(Duration.ofMinutes(5).minus(SECOND));
    ends.client().data("from the client alone");
    ends.backend().expectData();
    bastion.timers.pass(Duration.ofMinutes(5).minus(SECOND));
    client.global("keepalive@openssh.com", true, RawConnection.NOTHING);
    client.expect(SshConstants.SSH_MSG_REQUEST_FAILURE);
    ends.client().data("");
    ends.backend().expectData();
    bastion.timers.pass(SECOND);

    awaitEnd(client);
    assertThat(rawClient().told())
        .singleElement()
        .asString()
        .startsWith("sallyport: deploy@web-01: nothing has moved in this session for too long");
    assertThat(bastion.audit.await(AuditEvent.HopEnded.class).reason()).contains("idle");
  }

  @Test
  void sessionWithoutLimits_lastsAsLongAsItLikes() throws IOException, InterruptedException {
    Ends ends = program(rawDeployOnWeb(), bastion.backend.connection());

    bastion.timers.pass(Duration.ofDays(100));

    assertWorks(ends);
  }

  private void limit(Optional<Duration> life, Optional<Duration> idle) {
    bastion.policy(Rules.policy(Rules.limited(Rules.rule("ops", "*", "deploy"), life, idle)));
  }
}
