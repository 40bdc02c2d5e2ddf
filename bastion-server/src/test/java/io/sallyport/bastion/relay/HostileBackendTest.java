package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.testing.RawChannel;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backends that want something of the client that it has not offered. */
final class HostileBackendTest extends WithRawEnds {

  HostileBackendTest(@TempDir Path folder) {
    super(folder);
  }

  @ParameterizedTest(
      name = "N20 a {0} channel that nobody asked for is refused, the session goes on")
  @CsvSource({
    "auth-agent@openssh.com,             true",
    "x11,                                true",
    "forwarded-tcpip,                    true",
    "forwarded-streamlocal@openssh.com,  true",
    "session,                            false",
    "direct-tcpip,                       false",
    "direct-streamlocal@openssh.com,     false",
    "tun@openssh.com,                    false",
    "anything,                           false",
  })
  void channelThatNobodyAskedFor(String type, boolean audited)
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    RawChannel unasked = backend.open(type, WINDOW, PACKET, specifics(type));

    assertThat(unasked.refused()).startsWith(audited ? "1 nobody asked for this" : "3 ");
    assertWorks(ends);
    assertThat(client.waiting()).isEmpty();
    if (audited) {
      assertThat(bastion.audit.await(AuditEvent.Forward.class).outcome()).isEqualTo("refused");
    } else {
      assertThat(bastion.audit.events(AuditEvent.Forward.class)).isEmpty();
    }
  }

  @ParameterizedTest(name = "N20 a {0} channel whose request is cut off is refused")
  @CsvSource({"x11", "forwarded-tcpip", "forwarded-streamlocal@openssh.com"})
  void channelThatCannotBeRead(String type) throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    RawChannel unasked = backend.open(type, WINDOW, PACKET, open -> open.putUInt(99));

    assertThat(unasked.refused()).isEqualTo("2 the request cannot be read");
    assertWorks(ends);
  }

  @ParameterizedTest(name = "N20 lending {0} lends nothing else")
  @CsvSource({
    "auth-agent-req@openssh.com, auth-agent@openssh.com, x11",
    "x11-req,                    x11,                    auth-agent@openssh.com"
  })
  void whatWasLent_isOneKind(String request, String lent, String other)
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = session(client, backend);
    ends.client().request(request, false, HostileBackendTest::x11Request);
    ends.backend().expectRequest(request);

    RawChannel first = backend.open(lent, WINDOW, PACKET, specifics(lent));
    RawChannel clients = client.asked(lent);
    RawChannel second = backend.open(lent, WINDOW, PACKET, specifics(lent));
    RawChannel clientsSecond = client.asked(lent);
    clientsSecond.confirm(WINDOW, PACKET);
    second.confirmed();
    clients.confirm(WINDOW, PACKET);
    first.confirmed();
    first.data("question");
    assertThat(clients.expectData()).isEqualTo("question");
    clientsSecond.data("answer");
    assertThat(second.expectData()).isEqualTo("answer");

    RawChannel unasked = backend.open(other, WINDOW, PACKET, specifics(other));
    assertThat(unasked.refused()).startsWith("1 ");
  }

  @Test
  @DisplayName("N20 an agent that was asked for and refused by the rule is not lent")
  void agentThatTheRuleForbids_isNotLent() throws IOException, InterruptedException {
    bastion.policy(Rules.policy(Rules.rule("ops", "*", "deploy", ChannelKind.EXEC)));
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = session(client, backend);

    ends.client().request("auth-agent-req@openssh.com", true, RawConnection.NOTHING);

    ends.client().expect(SshConstants.SSH_MSG_CHANNEL_FAILURE);
    RawChannel unasked =
        backend.open("auth-agent@openssh.com", WINDOW, PACKET, RawConnection.NOTHING);
    assertThat(unasked.refused()).startsWith("1 ");
    assertThat(backend.waiting()).isEmpty();
  }

  @Test
  @DisplayName("N21 the backend's hostkeys-00 never reach the client")
  void hostKeysOfTheBackend_stayAway() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    backend.global("hostkeys-00@openssh.com", false, keys -> keys.putString("a key"));
    backend.global("hostkeys-00@openssh.com", true, keys -> keys.putString("a key"));
    backend.global("keepalive@openssh.com", true, RawConnection.NOTHING);
    backend.global("tcpip-forward", true, RawConnection.NOTHING);

    backend.expect(SshConstants.SSH_MSG_REQUEST_FAILURE);
    backend.expect(SshConstants.SSH_MSG_REQUEST_SUCCESS);
    backend.expect(SshConstants.SSH_MSG_REQUEST_FAILURE);
    assertWorks(ends);
    assertThat(client.waiting()).isEmpty();
  }

  @Test
  @DisplayName("N21 output behind an open that was never confirmed ends the backend")
  void outputBehindAnUnansweredOpen_endsTheBackend() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    var _ = client.open("direct-tcpip", WINDOW, PACKET, specifics("direct-tcpip"));
    RawChannel asked = backend.asked("direct-tcpip");

    asked.data("flood");

    awaitEnd(client);
    assertThat(List.copyOf(client.waiting()))
        .noneMatch(packet -> packet.command() == SshConstants.SSH_MSG_CHANNEL_DATA);
  }

  @Test
  @DisplayName("N21 data before the client has confirmed end the backend")
  void dataBeforeTheClientHasConfirmed_endTheBackend() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = session(client, backend);
    ends.client().request("auth-agent-req@openssh.com", false, RawConnection.NOTHING);
    ends.backend().expectRequest("auth-agent-req@openssh.com");
    RawChannel agent =
        backend.open("auth-agent@openssh.com", WINDOW, PACKET, RawConnection.NOTHING);
    var _ = client.asked("auth-agent@openssh.com");

    // The bastion numbers its channels from 0: this one is the second.
    agent.peerIs(1, 0, 0);
    agent.data("early");

    awaitEnd(client);
    assertThat(List.copyOf(client.waiting()))
        .noneMatch(packet -> packet.command() == SshConstants.SSH_MSG_CHANNEL_DATA);
  }

  @ParameterizedTest(name = "a server that speaks first on {0} is heard, behind the confirmation")
  @CsvSource({"direct-tcpip", "direct-streamlocal@openssh.com"})
  void serverThatSpeaksFirst_isHeard(String type) throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    for (int i = 0; i < 20; i++) {
      RawChannel asking = client.open(type, WINDOW, PACKET, specifics(type));
      RawChannel asked = backend.asked(type).confirm(WINDOW, PACKET);
      asked.data("220 hello").eof();

      assertThat(asking.confirmed().expectData()).isEqualTo("220 hello");
      asking.expect(SshConstants.SSH_MSG_CHANNEL_EOF);
      asking.data("after your end");
      assertThat(asked.expectData()).isEqualTo("after your end");
      asked.close();
      asking.expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
      asking.close();
      asked.expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
    }
  }

  @Test
  void backendThatNeverAnswersAnOpen_isLeft_whenTheClientLeaves()
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    var _ = client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    var _ = backend.asked("session");
    var _ = client.open("direct-tcpip", WINDOW, PACKET, specifics("direct-tcpip"));
    var _ = backend.asked("direct-tcpip");

    client.getSession().close(true);

    bastion.audit.await(AuditEvent.HopEnded.class);
    backend.awaitClosed();
    assertThat(bastion.audit.await(AuditEvent.ForwardEnded.class).bytesFromClient()).isZero();
  }

  @Test
  @DisplayName("a backend whose programs go on is left when the client leaves")
  void backendThatDoesNotClose_isLeft_whenTheClientLeaves()
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    client.getSession().close(true);

    ends.backend().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
    backend.awaitClosed();
  }

  @Test
  void refusalOfTheBackend_reachesTheClientAsItIs() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    RawChannel asking = client.open("direct-tcpip", WINDOW, PACKET, specifics("direct-tcpip"));
    backend.asked("direct-tcpip").refuse(2, "Connection refused");

    assertThat(asking.refused()).isEqualTo("2 Connection refused");
    bastion.audit.await(AuditEvent.ForwardEnded.class);

    RawChannel session = client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    backend.asked("session").refuse(4, "MaxSessions");
    assertThat(session.refused()).isEqualTo("4 MaxSessions");
  }

  private static void x11Request(Buffer request) {
    request.putBoolean(false);
    request.putString("MIT-MAGIC-COOKIE-1");
    request.putString("00");
    request.putUInt(0);
  }

  private static Consumer<Buffer> specifics(String type) {
    return open -> {
      switch (type) {
        case "x11" -> {
          open.putString("localhost");
          open.putUInt(6000);
        }
        case "forwarded-tcpip", "direct-tcpip" -> {
          open.putString("localhost");
          open.putUInt(8080);
          open.putString("192.0.2.9");
          open.putUInt(40000);
        }
        case "forwarded-streamlocal@openssh.com" -> {
          open.putString("/run/x.sock");
          open.putString("");
        }
        case "direct-streamlocal@openssh.com" -> {
          open.putString("/run/x.sock");
          open.putString("");
          open.putUInt(0);
        }
        default -> {}
      }
    };
  }
}
