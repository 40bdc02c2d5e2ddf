package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.verifier.TestBackend.Hop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is shipped: its own folder, its own process. */
class DistributionIT {
  private static final Path BIN = Path.of("target/dist/bin").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void daemon_answersTheScriptUntilItIsStopped() throws IOException, InterruptedException {
    TestBackend backend = new TestBackend(folder);
    Hop good = backend.hopTo("web-01");
    Hop other = backend.hopTo("web-02");
    Path log = folder.resolve("log");
    Process daemon =
        new ProcessBuilder(
                BIN.resolve("sallyport-verifier").toString(),
                "serve",
                "--config",
                backend.configFile().toString())
            .redirectError(log.toFile())
            .start();
    try (BufferedReader out = daemon.inputReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("sallyport-verifier: listening on " + backend.socket);

      assertThat(ask(backend, good)).isEqualTo(TestBackend.line(good) + "\n");
      assertThat(ask(backend, other)).isEmpty();

      daemon.destroy();
      assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(daemon.exitValue()).isIn(0, 143);
      assertThat(backend.socket).doesNotExist();
      assertThat(Files.readString(log))
          .contains("allowed deploy ", "refused deploy: wrong-target: ", " sid=s-1 ")
          .doesNotContain(good.token(), other.token(), "Exception");
    } finally {
      daemon.destroyForcibly();
    }
  }

  @Test
  void withoutJava25_thereIsASentence() throws IOException, InterruptedException {
    for (String tool : List.of("sed", "dirname", "readlink")) {
      Files.createSymbolicLink(folder.resolve(tool), Path.of("/usr/bin", tool));
    }
    String script =
        Files.readString(BIN.resolve("sallyport-verifier"))
            .replace("/usr/lib/jvm", folder.toString());
    Process process =
        new ProcessBuilder("/usr/bin/env", "-i", "PATH=" + folder, "/bin/sh", "-c", script)
            .redirectErrorStream(true)
            .start();

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo(
            "sallyport-verifier: found no Java 25 or later; install one, or set JAVA_HOME to it\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private static String ask(TestBackend backend, Hop hop) throws IOException, InterruptedException {
    return new AuthorizedKeysScript(BIN.resolve("sallyport-authorized-keys"))
        .run("deploy", hop.type(), hop.base64(), backend.socket.toString())
        .output();
  }
}
