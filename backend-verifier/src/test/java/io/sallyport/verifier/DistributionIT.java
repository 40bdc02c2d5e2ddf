package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.verifier.TestBackend.Hop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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
        verifier("serve", "--config", backend.configFile().toString())
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
  void preparedCache_isUsed_unlessOthersCouldHaveWrittenIt()
      throws IOException, InterruptedException {
    Process prepare = verifier("prepare").redirectErrorStream(true).start();
    String said = new String(prepare.getInputStream().readAllBytes(), UTF_8);
    assertThat(prepare.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
    Path cache = folder.resolve("verifier.aot");

    assertThat(filesOfTheDaemon()).contains(cache.toString());

    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(filesOfTheDaemon()).doesNotContain(cache.toString());
  }

  @Test
  void helper_hasACacheOfItsOwn() throws IOException, InterruptedException {
    Process prepare = program("sallyport-people", "prepare").redirectErrorStream(true).start();
    String said = new String(prepare.getInputStream().readAllBytes(), UTF_8);
    assertThat(prepare.waitFor()).as(said).isZero();
    assertThat(folder.resolve("verifier.aot")).isNotEmptyFile();

    Process list = program("sallyport-people", "list", "--config", "/nowhere").start();
    assertThat(new String(list.getErrorStream().readAllBytes(), UTF_8))
        .isEqualTo("sallyport-people: /nowhere does not exist; create it or correct its name\n");
    assertThat(list.waitFor()).isEqualTo(1);
  }

  /** What is mapped into the memory of a daemon that listens. */
  private String filesOfTheDaemon() throws IOException, InterruptedException {
    TestBackend backend = new TestBackend(folder);
    Process daemon =
        verifier("serve", "--config", backend.configFile().toString())
            .redirectError(folder.resolve("log").toFile())
            .start();
    try (BufferedReader out = daemon.inputReader(UTF_8)) {
      assertThat(out.readLine()).startsWith("sallyport-verifier: listening on ");
      return Files.readString(Path.of("/proc/" + daemon.pid() + "/maps"));
    } finally {
      daemon.destroy();
      daemon.waitFor();
    }
  }

  private ProcessBuilder verifier(String... arguments) {
    return program("sallyport-verifier", arguments);
  }

  private ProcessBuilder program(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(BIN.resolve(name).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SALLYPORT_VERIFIER_CACHE", folder.toString());
    return builder;
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
