package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sallyport.verifier.TestBackend.Hop;
import io.sallyport.verifier.VerifierSocket.Audience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sallyport-verifier refresh} against a running verifier. */
class RefreshTest {
  private static final String NOBODY = "65534";

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
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
  void tokensOfAKeyThatIsGone_stopAtOnce() throws IOException, InterruptedException {
    Hop before = backend.hopTo("web-01");
    Hop after = backend.hopTo("web-01");
    try (VerifierServer _ = serve(Audience.SSHD)) {
      assertThat(answer(before)).isPresent();
      var _ = new TestBackend(elsewhere);
      exchangeKeys(Files.readString(elsewhere.resolve("jwks.json")));

      assertThat(refresh()).isZero();
      assertThat(out.toString(UTF_8)).startsWith("https://portal.example.com/: current: ");
      assertThat(answer(after)).isEmpty();
    }
  }

  @Test
  void refreshThatFails_isOneAndKeepsTheKeys() throws IOException, InterruptedException {
    verifier.close();
    verifier =
        Verifier.start(
            backend.configWith(
                "jwks_file: jwks.json", "jwks_file: jwks.json\n    jwks_url: http://127.0.0.1:1/"),
            Clock.systemUTC());
    try (VerifierServer _ = serve(Audience.SSHD)) {
      assertThat(refresh()).isEqualTo(1);
      assertThat(err.toString(UTF_8))
          .contains(
              "https://portal.example.com/: Fetching the keys from http://127.0.0.1:1/", "stay");
      assertThat(answer(backend.hopTo("web-01"))).isPresent();
    }
  }

  @Test
  void noVerifier_isOneWithASentence() {
    assertThat(refresh()).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("no verifier answers at " + backend.socket);
  }

  @Test
  void socketOfUsers_doesNotTakeIt() throws IOException {
    try (VerifierServer _ = serve(Audience.USERS)) {
      assertThat(refresh()).isEqualTo(1);
      assertThat(err.toString(UTF_8)).contains("does not take this from here");
    }
  }

  @ParameterizedTest(name = "by uid {0}: {1}")
  @CsvSource({"0, 200", NOBODY + ", 400"})
  void nobodyButRootAndTheVerifiersUser_mayAsk(String uid, String status)
      throws IOException, InterruptedException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    try (VerifierServer _ = serve(Audience.SSHD)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(backend.socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      Process curl =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=" + uid,
                  "--clear-groups",
                  "curl",
                  "-sS",
                  "-o",
                  "/dev/null",
                  "-w",
                  "%{http_code}",
                  "-X",
                  "POST",
                  "--data",
                  "",
                  "--unix-socket",
                  backend.socket.toString(),
                  "http://verifier/refresh")
              .redirectErrorStream(true)
              .start();

      assertThat(new String(curl.getInputStream().readAllBytes(), UTF_8)).isEqualTo(status);
      assertThat(curl.waitFor()).isZero();
    }
  }

  private void exchangeKeys(String json) throws IOException {
    Files.writeString(folder.resolve("jwks.json"), json);
  }

  private Optional<String> answer(Hop hop) {
    return verifier.authorizedKeysLine(
        "deploy", hop.type(), hop.base64(), new SshdConnection("1/1"));
  }

  private int refresh() {
    return VerifierMain.run(
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        "refresh",
        "--config",
        folder.resolve("verifier.yaml").toString());
  }

  private VerifierServer serve(Audience audience) throws IOException {
    VerifierServer server =
        new VerifierServer(VerifierSocket.open(backend.socket, audience), verifier);
    Thread.startVirtualThread(() -> {
      try {
        server.serve();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    return server;
  }
}
