package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.RawChannel;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Global requests of a client (RFC 4254, sections 4 and 7.1), answered in their order. */
final class GlobalRequestsTest extends WithRawEnds {

  private static final int SUCCESS = SshConstants.SSH_MSG_REQUEST_SUCCESS;
  private static final int FAILURE = SshConstants.SSH_MSG_REQUEST_FAILURE;

  GlobalRequestsTest(@TempDir Path folder) {
    super(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"keepalive@openssh.com", "hostkeys-prove-00@openssh.com", "elevation", "", "x\0y"})
  void requestThatNobodyKnows_isAnsweredAsFailed_ifAnAnswerIsWanted(String request)
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    client.global(request, false, RawConnection.NOTHING);
    client.global(request, true, RawConnection.NOTHING);

    client.expect(FAILURE);
    assertWorks(ends);
    assertThat(client.waiting()).isEmpty();
    assertThat(backend.waiting()).isEmpty();
  }

  @Test
  void replies_comeInTheOrderOfTheRequests_whenTheBackendIsSlow()
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();

    client.global("tcpip-forward", true, listen("localhost", 0));
    client.global("unknown", true, RawConnection.NOTHING);
    client.global("no-more-sessions@openssh.com", true, RawConnection.NOTHING);
    client.global("tcpip-forward", false, listen("localhost", 8081));
    client.global("tcpip-forward", true, listen("localhost", 8082));
    client.global("unknown", false, RawConnection.NOTHING);
    client.global("unknown", true, RawConnection.NOTHING);

    for (int i = 0; i < 3; i++) {
      backend.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    }
    assertThat(client.waiting()).isEmpty();
    backend.send(SUCCESS, port -> port.putUInt(40000));
    Buffer port = client.expect(SUCCESS).reader();
    assertThat(port.getUInt()).isEqualTo(40000);
    client.expect(FAILURE);
    client.expect(SUCCESS);
    backend.send(SUCCESS, RawConnection.NOTHING);
    backend.send(FAILURE, RawConnection.NOTHING);
    client.expect(FAILURE);
    client.expect(FAILURE);
    assertThat(client.waiting()).isEmpty();
  }

  @Test
  void portThatTheBackendTook_isListenedOn_untilItIsCancelled()
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    client.global("tcpip-forward", true, listen("localhost", 0));
    RawConnection.Packet asked = backend.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    assertThat(asked.name()).isEqualTo("tcpip-forward");
    backend.send(SUCCESS, port -> port.putUInt(40000));
    client.expect(SUCCESS);

    RawChannel incoming = forwarded(backend, 40000);
    RawChannel clients = client.asked("forwarded-tcpip");
    assertThat(clients.specifics()).isEqualTo(specifics(40000));
    clients.confirm(WINDOW, PACKET).data("hello");
    assertThat(incoming.confirmed().expectData()).isEqualTo("hello");
    assertThat(forwarded(backend, 40001).refused()).startsWith("1 ");
    assertThat(forwarded(backend, 0).refused()).startsWith("1 ");

    client.global("cancel-tcpip-forward", true, listen("localhost", 40000));
    backend.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    backend.send(SUCCESS, RawConnection.NOTHING);
    client.expect(SUCCESS);
    assertThat(forwarded(backend, 40000).refused()).startsWith("1 ");
    clients.data("still open");
    assertThat(incoming.expectData()).isEqualTo("still open");

    assertThat(bastion.audit.events(AuditEvent.Listening.class))
        .extracting(event -> event.endpoint() + " " + event.outcome())
        .containsExactly("localhost:40000 listening", "localhost:40000 ended");
    assertThat(bastion.audit.events(AuditEvent.Forward.class).getFirst())
        .isEqualTo(
            new AuditEvent.Forward(
                1,
                1,
                "remote-forward",
                "localhost:40000",
                "192.0.2.9:50000",
                "started",
                "ops-on-*",
                true));
  }

  @Test
  void socketOfTheBackend_isListenedOn_untilItIsCancelled()
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Consumer<Buffer> path = request -> request.putString("/run/x.sock");
    client.global("streamlocal-forward@openssh.com", true, path);
    backend.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    backend.send(SUCCESS, RawConnection.NOTHING);
    client.expect(SUCCESS);

    Consumer<Buffer> specifics = path.andThen(open -> open.putString(""));
    String type = "forwarded-streamlocal@openssh.com";
    RawChannel incoming = backend.open(type, WINDOW, PACKET, specifics);
    client.asked(type).confirm(WINDOW, PACKET);
    incoming.confirmed();
    RawChannel other =
        backend.open(
            type,
            WINDOW,
            PACKET,
            open -> {
              open.putString("/run/y.sock");
              open.putString("");
            });
    assertThat(other.refused()).startsWith("1 ");
  }

  @ParameterizedTest(name = "N19 to listen on [{0}]:{1} is refused by the bastion")
  @CsvSource({"'', 8080", "0.0.0.0, 8080", "::, 0", "192.0.2.1, 8080", "localhost, 65536"})
  void addressThatTheRuleDoesNotName_isNotAskedFor(String host, int port)
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();

    client.global("tcpip-forward", true, listen(host, port));

    client.expect(FAILURE);
    assertThat(backend.waiting()).isEmpty();
    assertThat(bastion.audit.await(AuditEvent.Listening.class).outcome()).isEqualTo("refused");
    assertThat(forwarded(backend, port).refused()).startsWith("1 ");
  }

  @Test
  void backendThatCannotListen_isAskedForNothing() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    client.global("tcpip-forward", true, listen("localhost", 8080));
    backend.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    backend.send(FAILURE, RawConnection.NOTHING);

    client.expect(FAILURE);
    assertThat(forwarded(backend, 8080).refused()).startsWith("1 ");
    assertThat(bastion.audit.await(AuditEvent.Listening.class).outcome()).isEqualTo("failed");
  }

  @ParameterizedTest(name = "N08 {0} that is cut off has failed, and later replies come")
  @ValueSource(
      strings = {
        "tcpip-forward",
        "cancel-tcpip-forward",
        "streamlocal-forward@openssh.com",
        "cancel-streamlocal-forward@openssh.com"
      })
  void requestThatIsCutOff(String request) throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();

    client.global(request, true, rest -> rest.putUInt(99));
    client.global("no-more-sessions@openssh.com", true, RawConnection.NOTHING);

    client.expect(FAILURE);
    client.expect(SUCCESS);
    assertThat(backend.waiting()).isEmpty();
  }

  @Test
  void afterNoMoreSessions_sessionsAreRefused_andForwardsAreNot()
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends before = program(client, backend);

    client.global("no-more-sessions@openssh.com", false, RawConnection.NOTHING);
    RawChannel second = client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    assertThat(second.refused()).isEqualTo("1 no more sessions were wanted");
    RawChannel forward =
        client.open(
            "direct-tcpip",
            WINDOW,
            PACKET,
            open -> {
              listen("localhost", 80).accept(open);
              listen("127.0.0.1", 1).accept(open);
            });
    backend.asked("direct-tcpip").confirm(WINDOW, PACKET);
    forward.confirmed();

    assertWorks(before);
  }

  private static Consumer<Buffer> listen(String host, int port) {
    return request -> {
      request.putString(host);
      request.putUInt(port);
    };
  }

  private static RawChannel forwarded(RawConnection backend, int port) {
    return backend.open(
        "forwarded-tcpip", WINDOW, PACKET, open -> open.putRawBytes(specifics(port)));
  }

  private static byte[] specifics(int port) {
    Buffer specifics = new ByteArrayBuffer();
    listen("localhost", port).andThen(listen("192.0.2.9", 50000)).accept(specifics);
    return specifics.getCompactData();
  }
}
