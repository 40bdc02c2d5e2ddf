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
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * A lab of its own: its sshd takes many sessions on a connection, any environment, and re-keys
 * often; its bastion gives silent peers up after 8 s, and reaches some targets through others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PressureLab {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Reached through web-01. */
  static final String BEHIND = "web-behind";

  /** Reached through {@link #BEHIND}. */
  static final String FAR = "web-far";

  /** Cannot be reached: web-01 does not know the login of the link. */
  static final String SHUT = "web-shut";

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
                .withBastionLines("recorded_output_mib: 1\n")
                .withTargetBehind(BEHIND, "web-01", Lab.LOGIN)
                .withTargetBehind(FAR, BEHIND, Lab.LOGIN)
                .withTargetBehind(SHUT, "web-01", "nobody-there")
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

  /** How many connections there are to the backend: proc_net_tcp(5), state 1, remote port. */
  final long hops() {
    String port = "%04X".formatted(lab.backendPort());
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> read(Path.of("/proc/net", table)).lines())
        .map(line -> line.strip().split(" +"))
        .filter(field -> field.length > 3 && field[2].endsWith(":" + port) && field[3].equals("01"))
        .count();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
