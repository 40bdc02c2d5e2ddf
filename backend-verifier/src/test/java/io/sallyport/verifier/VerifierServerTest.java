package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.verifier.AuthorizedKeysScript.Outcome;
import io.sallyport.verifier.TestBackend.Hop;
import io.sallyport.verifier.VerifierSocket.Audience;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client script and curl on one side, the server on a real socket on the other. */
class VerifierServerTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private TestBackend backend;
  private Verifier verifier;

  @BeforeEach
  void startVerifier() throws IOException {
    backend = new TestBackend(folder);
    verifier = Verifier.start(backend.config(), Clock.systemUTC());
  }

  @AfterEach
  void stopVerifier() {
    verifier.close();
  }

  @Test
  void goodHop_isAnsweredWithItsLine() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (VerifierServer _ = serve(LONG)) {
      assertThat(ask(hop))
          .extracting(Outcome::status, Outcome::output)
          .containsExactly(0, TestBackend.line(hop) + "\n");
    }
  }

  @Test
  void refusedHop_isAnsweredWithNothing() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-02");
    try (VerifierServer _ = serve(LONG)) {
      assertThat(ask(hop)).extracting(Outcome::status, Outcome::output).containsExactly(0, "");
    }
  }

  @Test
  void withoutCurl_netcatAsks() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can hide curl");
    assumeTrue(Files.exists(Path.of("/bin/nc.openbsd")), "netcat-openbsd is not installed");
    Hop good = backend.hopTo("web-01");
    Hop bad = backend.hopTo("web-02");
    try (VerifierServer _ = serve(LONG)) {
      assertThat(askWithoutCurl(good))
          .extracting(Outcome::status, Outcome::output)
          .containsExactly(0, TestBackend.line(good) + "\n");
      assertThat(askWithoutCurl(bad))
          .extracting(Outcome::status, Outcome::output)
          .containsExactly(0, "");
    }
    assertRefusedInTime(askWithoutCurl(good));
  }

  private Outcome askWithoutCurl(Hop hop) throws IOException, InterruptedException {
    return AuthorizedKeysScript.SOURCE.runWithoutCurl(
        "deploy", hop.type(), hop.base64(), backend.socket.toString());
  }

  @Test
  void plainKey_isNotEvenAsked() throws IOException, InterruptedException {
    String[] key = backend.hopTo("web-01").authority().split(" ", 2);
    try (VerifierServer _ = serve(LONG)) {
      Outcome outcome =
          AuthorizedKeysScript.SOURCE.run("deploy", key[0], key[1], backend.socket.toString());

      assertThat(outcome.output()).isEmpty();
      assertThat(outcome.status()).isZero();
      assertThat(Files.readString(backend.audit)).isEmpty();
    }
  }

  @Test
  void plainKey_isAskedAbout_whereDirectLoginIsSwitchedOn_andNotAfterwards()
      throws IOException, InterruptedException {
    String[] key = backend.hopTo("web-01").authority().split(" ", 2);
    verifier.close();
    verifier = Verifier.start(backend.directLoginConfig("deploy", key[1]), Clock.systemUTC());
    try (VerifierServer _ = serve(LONG)) {
      assertThat(plain(key)).isEqualTo("restrict,pty " + key[0] + " " + key[1] + "\n");
    }
    verifier.close();
    verifier = Verifier.start(backend.config(), Clock.systemUTC());
    try (VerifierServer _ = serve(LONG)) {
      assertThat(plain(key)).isEmpty();
      assertThat(Files.readAllLines(backend.audit)).hasSize(1);
    }
  }

  private String plain(String[] key) throws IOException, InterruptedException {
    return AuthorizedKeysScript.SOURCE
        .run("deploy", key[0], key[1], backend.socket.toString())
        .output();
  }

  @Test
  void largestCertificate_comesThrough() throws IOException, InterruptedException {
    try (VerifierServer _ = serve(LONG)) {
      Outcome outcome =
          AuthorizedKeysScript.SOURCE.run(
              "deploy",
              "ssh-ed25519-cert-v01@openssh.com",
              "A".repeat(131_000),
              backend.socket.toString());

      assertThat(outcome.status()).isZero();
      assertThat(Files.readString(backend.audit)).contains("\"code\":\"malformed\"");
    }
  }

  @Test
  void noDaemonAndAStaleSocket_areNoWithinThreeSeconds() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    assertRefusedInTime(ask(hop));

    VerifierSocket.open(backend.socket, Audience.SSHD).channel().close();
    assertThat(backend.socket).exists();
    assertRefusedInTime(ask(hop));
  }

  @Test
  @DisplayName("a hung daemon is no within three seconds, and curl's command line has no key")
  void hungDaemon_isNoWithinThreeSeconds() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    Map<String, String> commandLines = new ConcurrentHashMap<>();
    try (VerifierSocket socket = VerifierSocket.open(backend.socket, Audience.SSHD)) {
      Thread hung =
          Thread.ofVirtual()
              .start(() -> {
                try (SocketChannel connection = socket.channel().accept()) {
                  commandLines.putAll(commandLines());
                  while (connection.read(ByteBuffer.allocate(8192)) >= 0) {}
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });

      assertRefusedInTime(ask(hop));
      hung.join();
    }
    assertThat(commandLines).containsKey("curl");
    assertThat(commandLines.get("curl")).doesNotContain(hop.base64());
    assertThat(commandLines.get("sh")).contains(hop.base64());
  }

  @Test
  void clientThatSendsNothing_isCutOff() throws IOException {
    try (VerifierServer _ = serve(Duration.ofMillis(50));
        SocketChannel client = connect()) {
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void whatIsNoQuestion_isABadRequest() throws IOException {
    try (VerifierServer _ = serve(LONG);
        SocketChannel client = connect()) {
      client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8)));

      assertThat(new String(Channels.newInputStream(client).readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .endsWith("\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  @DisplayName("64 idle connections are the most; one more is closed, one less lets the next in")
  void connections_areLimited() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (VerifierServer _ = serve(LONG)) {
      List<SocketChannel> idle = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        idle.add(connect());
      }
      try (SocketChannel oneMore = connect()) {
        assertThat(oneMore.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
      SocketChannel first = idle.getFirst();
      first.shutdownOutput();
      assertThat(Channels.newInputStream(first).readAllBytes()).isNotEmpty();
      // The answer is sent a moment before the place is free.
      Outcome outcome = ask(hop);
      for (int i = 0; outcome.output().isEmpty() && i < 100; i++) {
        outcome = ask(hop);
      }
      assertThat(outcome.output()).isEqualTo(TestBackend.line(hop) + "\n");
      for (SocketChannel channel : idle) {
        channel.close();
      }
    }
  }

  private static void assertRefusedInTime(Outcome outcome) {
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.time()).isLessThan(Duration.ofSeconds(3));
  }

  /** The command lines of this process's descendants, by program. */
  private static Map<String, String> commandLines() throws IOException {
    Map<String, String> lines = new ConcurrentHashMap<>();
    for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
      Path proc = Path.of("/proc", String.valueOf(process.pid()));
      lines.merge(
          Files.readString(proc.resolve("comm")).strip(),
          Files.readString(proc.resolve("cmdline")),
          String::concat);
    }
    return lines;
  }

  @Test
  void usersSocket_takesTokensOfWhoAsksOnly_andNothingElse() throws IOException {
    String self = System.getProperty("user.name");
    Path users = folder.resolve("users.sock");
    try (VerifierServer _ = serve(VerifierSocket.open(users, Audience.USERS), LONG)) {
      assertThat(status(users, "/bearer", self + " a.b.c 1/1\n")).isEqualTo("403");
      assertThat(status(users, "/bearer", "somebodyelse a.b.c 1/1\n")).isEqualTo("400");
      for (String path : List.of("/authorized-keys", "/authorized-principals", "/session")) {
        assertThat(status(users, path, self + " ssh-ed25519 AAAA 1/1\n")).isEqualTo("400");
      }
      assertThat(status(users, "/status", "")).isEqualTo("400");
    }
  }

  @Test
  void sshdsSocket_takesNoTokenOfTheEnvironment() throws IOException {
    String self = System.getProperty("user.name");
    try (VerifierServer _ = serve(LONG)) {
      assertThat(status(backend.socket, "/bearer", self + " a.b.c 1/1\n")).isEqualTo("400");
      assertThat(status(backend.socket, "/status", "")).isEqualTo("200");
    }
  }

  @Test
  void usersHaveNoSocket_unlessTheConfigurationNamesOne() throws IOException {
    try (Servers _ = Servers.open(backend.config(), verifier)) {
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.filter(file -> file.toString().endsWith(".sock")))
            .containsExactly(backend.socket);
      }
    }
  }

  private static String status(Path socket, String path, String body) throws IOException {
    String request =
        "POST %s HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s".formatted(path, body.length(), body);
    try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      connection.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
      String answer = new String(Channels.newInputStream(connection).readAllBytes(), UTF_8);
      return answer.split(" ", 3)[1];
    }
  }

  private Outcome ask(Hop hop) throws IOException, InterruptedException {
    return AuthorizedKeysScript.SOURCE.run(
        "deploy", hop.type(), hop.base64(), backend.socket.toString());
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(backend.socket));
  }

  private VerifierServer serve(Duration patience) throws IOException {
    return serve(VerifierSocket.open(backend.socket, Audience.SSHD), patience);
  }

  private VerifierServer serve(VerifierSocket socket, Duration patience) {
    VerifierServer server = new VerifierServer(socket, verifier, patience);
    Thread.ofVirtual()
        .start(() -> {
          try {
            server.serve();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return server;
  }
}
