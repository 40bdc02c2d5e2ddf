package io.sallyport.bastion.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithGate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hop to a target behind another one, in use: it carries as much as any, and ends as one. */
final class BehindGateTest extends WithGate {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int MUCH = 64 << 20;
  private static final int PIECE = 32 << 10;

  BehindGateTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void muchComesWholeBothWays_whileBothBackendsExchangeKeys()
      throws IOException, InterruptedException {
    gate.exchangesKeysAfter(4 << 20);
    db.exchangesKeysAfter(3 << 20);
    ChannelExec cat = deployOnDb().createExecChannel("cat");
    cat.open().verify(LIMIT);
    assertThat(cat.getInvertedOut().readNBytes(6)).isEqualTo("ready\n".getBytes(UTF_8));

    Thread writer = Thread.startVirtualThread(() -> write(cat.getInvertedIn()));

    assertCameWhole(cat.getInvertedOut());
    writer.join();
    assertThat(gate.keyExchanges()).isGreaterThan(2 * MUCH / (4 << 20) / 2);
    assertThat(db.keyExchanges()).isGreaterThan(2 * MUCH / (3 << 20) / 2);
  }

  private static void write(OutputStream to) {
    Random bytes = new Random(1);
    byte[] piece = new byte[PIECE];
    try (to) {
      for (int sent = 0; sent < MUCH; sent += PIECE) {
        bytes.nextBytes(piece);
        to.write(piece);
      }
    } catch (IOException _) {
      // The reader says what is missing.
    }
  }

  private static void assertCameWhole(InputStream from) throws IOException {
    Random bytes = new Random(1);
    byte[] piece = new byte[PIECE];
    for (int got = 0; got < MUCH; got += PIECE) {
      bytes.nextBytes(piece);
      assertThat(Arrays.equals(from.readNBytes(PIECE), piece)).as("from %d on", got).isTrue();
    }
    assertThat(from.read()).isEqualTo(-1);
  }

  @Test
  void gateThatTakesLittleAtATime_isWaitedFor() throws IOException {
    gate.takesAtATime(200);

    assertThat(Run.exec(deployOnDb(), "flood 100000").stdout()).hasSize(100_000);
  }

  @Test
  void channels_areManyInOneConnection() throws IOException {
    ClientSession session = deployOnDb();

    for (int i = 0; i < 20; i++) {
      assertThat(Run.exec(session, "both")).isEqualTo(new Run("out\n", "err\n", 3, null));
    }

    assertThat(gate.connections()).isEqualTo(1);
    assertThat(db.connections()).isEqualTo(1);
  }

  @Test
  void forwards_beginAtTheTarget() throws IOException, InterruptedException {
    ClientSession session = deployOnDb();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> greet(server));
      var channel =
          session.createDirectTcpipChannel(
              new SshdSocketAddress("192.0.2.7", 1234),
              new SshdSocketAddress("127.0.0.1", server.getLocalPort()));
      channel.open().verify(LIMIT);

      assertThat(channel.getInvertedOut().readAllBytes()).isEqualTo("hello\n".getBytes(UTF_8));
    }
    assertThat(bastion.audit.await(AuditEvent.Forward.class).outcome()).isEqualTo("started");
  }

  private static void greet(ServerSocket server) {
    try (Socket visitor = server.accept()) {
      visitor.getOutputStream().write("hello\n".getBytes(UTF_8));
    } catch (IOException _) {
      // The visitor has left.
    }
  }

  @Test
  void clientThatLeaves_endsTheWholeWay() throws IOException {
    ClientSession session = deployOnDb();

    var _ = session.close(true);

    db.awaitNobody();
    gate.awaitNobody();
  }

  @Test
  void gateThatIsLost_endsTheHop_andTheClientIsToldOfTheTarget()
      throws IOException, InterruptedException {
    ClientSession session = deployOnDb();

    gate.drop();

    TestClient.awaitEnd(session);
    assertThat(client.told().toString())
        .contains("the connection to db-01 has ended")
        .doesNotContain("gate-01");
    bastion.audit.await(AuditEvent.HopEnded.class);
    db.awaitNobody();
  }

  @Test
  void targetThatIsLost_endsTheGatesConnectionToo() throws IOException {
    ClientSession session = deployOnDb();

    db.drop();

    TestClient.awaitEnd(session);
    assertThat(client.told().toString()).contains("the connection to db-01 has ended");
    gate.awaitNobody();
  }

  @Test
  void targetThatStaysSilent_isGivenUp_andTheGateIsLeft() throws IOException, InterruptedException {
    db.speakRaw();
    ClientSession outer = ansible();
    ClientSession session = client.jump(outer, "deploy", "db-01", 22);
    RawConnection silent = db.connection();

    for (int asked = 0; asked < 3; asked++) {
      bastion.timers.pass(Duration.ofSeconds(30));
      assertThat(silent.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST).name())
          .isEqualTo("keepalive@openssh.com");
      ask(outer);
      ask(outer); // by now the client's own answer to the bastion has arrived
    }
    bastion.timers.pass(Duration.ofSeconds(30));

    TestClient.awaitEnd(session);
    assertThat(client.told().toString())
        .contains("sallyport: deploy@db-01: the host does not answer any more (session ");
    assertThat(bastion.audit.await(AuditEvent.HopEnded.class).reason()).contains("backend silent");
    gate.awaitNobody();
  }

  private static void ask(ClientSession session) throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    request.putString("unknown@test");
    request.putBoolean(true);
    var _ = session.request("unknown@test", request, LIMIT);
  }
}
