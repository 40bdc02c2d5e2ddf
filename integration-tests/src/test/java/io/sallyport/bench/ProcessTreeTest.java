package io.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final String BUSY = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; ";

  @Test
  void a_child_counts_while_it_lives_and_after_it_has_ended() throws IOException {
    String child = "sh -c '" + BUSY + "echo busy; read on; exit 0'; echo ended; read on; true";
    Process parent = new ProcessBuilder("sh", "-c", child).start();
    try (BufferedReader lines = lines(parent)) {
      ProcessTree tree = new ProcessTree(parent.pid());
      assertThat(lines.readLine()).isEqualTo("busy");
      double alive = tree.cpuSeconds();
      assertThat(tree.processes()).isEqualTo(2);
      assertThat(alive).isPositive();

      parent.getOutputStream().write('\n');
      parent.getOutputStream().flush();
      assertThat(lines.readLine()).isEqualTo("ended");
      assertThat(tree.processes()).isEqualTo(1);
      assertThat(tree.cpuSeconds()).isGreaterThanOrEqualTo(alive);
    } finally {
      parent.descendants().forEach(ProcessHandle::destroy);
      parent.destroy();
    }
  }

  @Test
  void memory_and_threads_are_those_of_the_process() {
    ProcessTree self = new ProcessTree(ProcessHandle.current().pid());

    assertThat(self.pssKibibytes()).isGreaterThan(10_000);
    assertThat(self.threads()).isGreaterThan(5);
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
