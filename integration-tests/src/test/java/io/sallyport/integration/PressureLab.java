package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * A lab of its own: its sshd takes many sessions on a connection, any environment, and re-keys
 * often; its bastion gives silent peers up after 8 s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PressureLab {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  Lab lab;
  Path here;
  Path there;

  @BeforeAll
  void startLab() throws IOException {
    lab =
        Lab.start(
            LabPlan.inFreshFolder()
                .withBackend(BackendKind.OPENSSH)
                .withBastionLines("keepalive: {interval: 2s, unanswered: 3}\n")
                .withSshdLines("MaxSessions 200\nAcceptEnv *\nRekeyLimit 8M\n"));
    here = Files.createDirectories(lab.folder().path().resolve("pressure"));
    there = lab.folder().home().resolve("deploy");
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  final String ssh() {
    return "ssh -F " + lab.folder().sshConfig() + " -o BatchMode=yes -J ansible@bastion";
  }

  final SshRun shell(String script) {
    return lab.client().command("sh", "-c", "cd " + here + "; " + script);
  }

  final AbstractStringAssert<?> assertOutput(String line) {
    SshRun.Finished finished = shell(line).within(PATIENCE).finish();
    return assertThat(finished.output()).as(finished.error());
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
