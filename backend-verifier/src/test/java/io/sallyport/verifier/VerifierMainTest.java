package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.verifier.VerifierSocket.Audience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierMainTest {
  @TempDir Path folder;
  private TestBackend backend;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeBackend() throws IOException {
    backend = new TestBackend(folder);
  }

  @Test
  void checkOfAGoodFile_isZero() throws IOException {
    Path file = backend.configFile();

    assertThat(run("check", "--config", file.toString())).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(file + ": no problems\n");
    assertThat(backend.audit).doesNotExist();
  }

  @Test
  void checkAndServeOfABadFile_reportEverythingAndStartNothing() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"), "sockett: x\nnames: [web-01]\nskew: 1h\naudit: a.jsonl\n");

    for (String command : new String[] {"check", "serve"}) {
      err.reset();
      assertThat(run(command, "--config", file.toString())).isEqualTo(2);
      assertThat(err.toString(UTF_8))
          .contains("bad.yaml:1: sockett: ", "bad.yaml:3: skew: ", "issuers", "bastions");
    }
    assertThat(folder.resolve("a.jsonl")).doesNotExist();
  }

  @Test
  void serveWithoutFile_isAMistakeOfUsage() {
    assertThat(run("serve")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--config");
  }

  @Test
  void socketInUse_isOneWithASentence() throws IOException {
    Path file = backend.configFile();
    try (VerifierSocket _ = VerifierSocket.open(backend.socket, Audience.SSHD)) {
      assertThat(run("serve", "--config", file.toString())).isEqualTo(1);
    }
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "sallyport-verifier could not start: another verifier answers on %s; stop it first\n"
                .formatted(backend.socket));
  }

  @Test
  void auditFileThatCannotBeMade_isOne() throws IOException {
    Path file = backend.configFile();
    Files.createDirectory(backend.audit);

    assertThat(run("serve", "--config", file.toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("could not start", "audit.jsonl");
    assertThat(backend.socket).doesNotExist();
  }

  private int run(String... arguments) {
    return VerifierMain.run(
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
  }
}
