package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Who vanishes without a word")
class VanishedPeersIT extends PressureLab {

  @ParameterizedTest(name = "a client that is sent SIG{0} is noticed, and the hop ends")
  @ValueSource(strings = {"KILL", "STOP"})
  void client_that_vanishes(String signal) {
    try (SshRun.Running running =
        lab.client().automation("web-01", "echo up; sleep 7411").start()) {
      Await.until("the program", PATIENCE, () -> running.output().contains("up"));
      assertThat(hops()).isPositive();

      signal(signal, family(running.process()));

      Await.until("no connection to the backend", PATIENCE, () -> hops() == 0);
      signal("CONT", family(running.process()));
    }
  }

  @Test
  void backend_that_is_killed_ends_the_session_and_the_client_is_told() {
    try (SshRun.Running running =
        lab.client().automation("web-01", "echo up; sleep 7412").start()) {
      Await.until("the program", PATIENCE, () -> running.output().contains("up"));

      signal("KILL", sessionsOfSshd());

      SshRun.Finished finished = running.finish(PATIENCE);
      assertThat(finished.exitCode()).isEqualTo(255);
      assertThat(finished.error()).contains("the connection to web-01 has ended");
    }
  }

  @Test
  void backend_that_hangs_is_given_up_and_the_client_is_told() {
    JsonLines audit = JsonLines.from(lab.folder().audit());
    try (SshRun.Running running =
        lab.client().automation("web-01", "echo up; sleep 7413").start()) {
      Await.until("the program", PATIENCE, () -> running.output().contains("up"));

      signal("STOP", sessionsOfSshd());

      SshRun.Finished finished = running.finish(PATIENCE);
      assertThat(finished.exitCode()).isEqualTo(255);
      assertThat(finished.error()).contains("the host does not answer any more (session ");
      audit.first(
          "the hop's end", line -> line.path("reason").asString("").equals("backend silent"));
    } finally {
      signal("KILL", sessionsOfSshd());
    }
  }

  private List<ProcessHandle> sessionsOfSshd() {
    return ProcessHandle.of(lab.backend().sshServer().pid()).orElseThrow().descendants().toList();
  }

  private static List<ProcessHandle> family(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  private static void signal(String name, List<ProcessHandle> processes) {
    String all =
        processes.stream()
            .filter(ProcessHandle::isAlive)
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.joining(" "));
    if (!all.isEmpty()) {
      var _ = Tool.attempt("", "sh", "-c", "kill -" + name + " " + all);
    }
  }
}
