package io.sallyport.bastion.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.PolicyFile;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.Targets;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forwards with a stock client and a stock server: {@code ssh -L} and {@code ssh -R}. */
final class ForwardsTest extends WithBastion {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final String GREETING = "220 the server speaks first\n";

  ForwardsTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void connectionThroughTheBackend_isMade_counted_andRecorded()
      throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    try (ServerSocket server = server()) {
      var channel = open(web, "127.0.0.1", server.getLocalPort());
      byte[] question = new byte[300_000];
      channel.getInvertedIn().write(question);
      channel.getInvertedIn().close();
      assertThat(new String(channel.getInvertedOut().readAllBytes(), UTF_8))
          .isEqualTo(GREETING + "300000 bytes\n");

      AuditEvent.Forward forward = bastion.audit.await(AuditEvent.Forward.class);
      assertThat(forward)
          .isEqualTo(
              new AuditEvent.Forward(
                  1,
                  1,
                  "local-forward",
                  "127.0.0.1:" + server.getLocalPort(),
                  "192.0.2.7:1234",
                  "started",
                  "ops-on-*",
                  true));
    }
    assertThat(bastion.audit.await(AuditEvent.ForwardEnded.class))
        .isEqualTo(
            new AuditEvent.ForwardEnded(
                1, 1, 300_000, GREETING.length() + "300000 bytes\n".length()));
    web.close(true).await();
    String facts =
        Files.readString(Recordings.theOnlyOne(bastion.recordings()).resolve("hop.jsonl"));
    assertThat(facts)
        .contains("\"forward-start\"", "\"kind\":\"local-forward\"", "\"forward-end\"")
        .contains("\"bytes_from_client\":300000,\"bytes_from_backend\":41");
  }

  @Test
  @DisplayName("N17 a destination that the rule does not name is not even asked for")
  void destinationThatIsNotAllowed_isRefused_andTheSessionGoesOn()
      throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();

    assertThatThrownBy(() -> open(web, "192.0.2.1", 80))
        .isInstanceOf(SshException.class)
        .hasMessageContaining("sallyport: not allowed");

    assertThat(bastion.audit.await(AuditEvent.Forward.class).outcome()).isEqualTo("refused");
    assertThat(Run.exec(web, "echo hello").stdout()).isEqualTo("hello\n");
  }

  @Test
  @DisplayName("N17 the ssh port of another target is reached by a jump")
  void sshPortOfAnotherTarget_isToldHowToReach() throws IOException, InterruptedException {
    Target other = new Target("web-02", 22, new Address("192.0.2.2", 2202), "default");
    var rules = new PolicyFile(List.of(Rules.rule("ops", "*", "deploy")));
    bastion.policy(new Policy(rules, new Targets(List.of(other))));
    ClientSession web = deployOnWeb();

    assertThatThrownBy(() -> open(web, "WEB-02.", 22))
        .hasMessageContaining(
            "sallyport: jump to it through the bastion instead: ssh -J BASTION web-02");
    assertThatThrownBy(() -> open(web, "192.0.2.2", 2202)).hasMessageContaining("jump to it");
  }

  @Test
  void portThatNobodyListensOn_isTheBackendsRefusal() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    int nobody;
    try (ServerSocket server = server()) {
      nobody = server.getLocalPort();
    }

    assertThatThrownBy(() -> open(web, "127.0.0.1", nobody)).isInstanceOf(IOException.class);

    assertThat(bastion.audit.await(AuditEvent.ForwardEnded.class))
        .isEqualTo(new AuditEvent.ForwardEnded(1, 1, 0, 0));
  }

  @Test
  void portOfTheBackend_leadsToTheClient_untilItIsCancelled()
      throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    try (ServerSocket server = server()) {
      var here = new SshdSocketAddress("127.0.0.1", server.getLocalPort());
      SshdSocketAddress there =
          web.startRemotePortForwarding(new SshdSocketAddress("127.0.0.1", 0), here);
      assertThat(there.getPort()).isPositive();

      try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), there.getPort())) {
        assertThat(new String(visitor.getInputStream().readNBytes(GREETING.length()), UTF_8))
            .isEqualTo(GREETING);
        visitor.getOutputStream().write(new byte[1000]);
      }
      assertThat(bastion.audit.await(AuditEvent.ForwardEnded.class).bytesFromBackend())
          .isEqualTo(1000);

      web.stopRemotePortForwarding(new SshdSocketAddress("127.0.0.1", there.getPort()));
      bastion.audit.await(AuditEvent.Listening.class, asked -> asked.outcome().equals("ended"));
      assertThatThrownBy(
              () -> new Socket(InetAddress.getLoopbackAddress(), there.getPort()).close())
          .isInstanceOf(IOException.class);
    }
    assertThat(bastion.audit.events(AuditEvent.Listening.class))
        .extracting(AuditEvent.Listening::outcome)
        .containsExactly("listening", "ended");
  }

  @Test
  void manyConnectionsAtOnce_doNotMix() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    try (ServerSocket server = server()) {
      ChannelDirectTcpip[] channels = new ChannelDirectTcpip[30];
      for (int i = 0; i < channels.length; i++) {
        channels[i] = open(web, "localhost", server.getLocalPort());
      }
      for (int i = 0; i < channels.length; i++) {
        channels[i].getInvertedIn().write(new byte[i]);
        channels[i].getInvertedIn().close();
      }
      for (int i = 0; i < channels.length; i++) {
        assertThat(new String(channels[i].getInvertedOut().readAllBytes(), UTF_8))
            .isEqualTo(GREETING + i + " bytes\n");
      }
    }
    assertThat(bastion.backend.connections()).isEqualTo(1);
  }

  private static ChannelDirectTcpip open(ClientSession web, String host, int port)
      throws IOException {
    ChannelDirectTcpip channel =
        web.createDirectTcpipChannel(
            new SshdSocketAddress("192.0.2.7", 1234), new SshdSocketAddress(host, port));
    channel.open().verify(LIMIT);
    return channel;
  }

  /** A server that speaks first, and tells at the end of the input how much it was. */
  private static ServerSocket server() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(() -> {
      while (!server.isClosed()) {
        try {
          Socket next = server.accept();
          Thread.startVirtualThread(() -> serve(next));
        } catch (IOException _) {
          return;
        }
      }
    });
    return server;
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.getOutputStream().write(GREETING.getBytes(UTF_8));
      long count = count(socket.getInputStream());
      socket.getOutputStream().write((count + " bytes\n").getBytes(UTF_8));
    } catch (IOException _) {
      // The visitor has left.
    }
  }

  private static long count(InputStream in) throws IOException {
    long count = 0;
    byte[] piece = new byte[8192];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      count += read;
    }
    return count;
  }
}
