package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedLab.class)
@DisplayName("A control master")
class ControlMasterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As many as OpenSSH's sshd allows on one connection by default. */
  private static final int SESSIONS = 10;

  private final Corner corner;
  private final String socket;

  ControlMasterIT(Lab lab) {
    corner = new Corner(lab, "master");
    socket = "ControlPath=" + corner.here("socket");
  }

  @Test
  void carries_ten_sessions_at_once_of_every_kind() {
    try (SshRun.Running master = master()) {
      List<IntFunction<Session>> kinds = List.of(this::exec, this::shell, this::sftp);
      List<Session> sessions =
          IntStream.range(0, SESSIONS).mapToObj(i -> kinds.get(i % 3).apply(i)).toList();
      open("exec", 4);
      open("shell", 3);
      open("subsystem", 3);
      Payload.random(corner.there("go"), 0);
      sessions.forEach(Session::check);
      assertThat(master.alive()).isTrue();
      corner.client().ssh("-o", socket, "-O", "exit", Corner.TARGET).finish();
    }

    Set<String> hops = new HashSet<>();
    for (String kind : new String[] {"exec", "shell", "subsystem"}) {
      corner.evidence().shows("ansible", kind, "");
      corner.evidence().channels(kind).forEach(line -> hops.add(hop(line)));
    }
    assertThat(hops).as("hops of all channels").hasSize(1);
  }

  private SshRun.Running master() {
    SshRun.Running master =
        corner.client().ssh("-M", "-N", "-o", socket, "-J", Corner.JUMP, Corner.TARGET).start();
    Await.until("the master", PATIENCE, () -> corner.here("socket").toFile().exists());
    return master;
  }

  private void open(String kind, int count) {
    Await.until(
        count + " of " + kind, PATIENCE, () -> corner.evidence().channels(kind).size() == count);
  }

  private static String hop(JsonNode line) {
    return line.path("sid").asString("") + "-" + line.path("hop").asInt();
  }

  /** One of the sessions: what runs, and how to see that it ran well. */
  private record Session(SshRun.Running running, int exitCode, String output, Runnable more) {
    void check() {
      SshRun.Finished finished = running.finish(PATIENCE);
      assertThat(finished.exitCode()).as(finished.error()).isEqualTo(exitCode);
      assertThat(finished.output()).contains(output);
      more.run();
    }
  }

  /** Holds until all sessions are open, then answers. */
  private String held(int number) {
    String go = corner.remote("go");
    return "until [ -e %s ]; do sleep 0.05; done; echo session %d; exit %2$d".formatted(go, number);
  }

  private Session exec(int number) {
    SshRun run = corner.client().ssh("-o", socket, Corner.TARGET, held(number));
    return new Session(run.start(), number, "session " + number + "\n", () -> {});
  }

  private Session shell(int number) {
    SshRun run =
        corner.client().ssh("-T", "-o", socket, Corner.TARGET).reading(held(number) + "\n");
    return new Session(run.start(), number, "session " + number + "\n", () -> {});
  }

  private Session sftp(int number) {
    Payload payload = corner.payload("file" + number, 2_000_000);
    String remote = corner.remote("copy" + number);
    List<String> batch = new ArrayList<>(List.of("put " + payload.file() + " " + remote));
    batch.add("!until [ -e " + corner.there("go") + " ]; do sleep 0.05; done");
    batch.add("get " + remote + " " + corner.here("back" + number));
    SshRun run =
        corner
            .client()
            .run("sftp", "-o", socket, "-b", "-", Corner.TARGET)
            .reading(String.join("\n", batch) + "\n");
    return new Session(run.start(), 0, "", () -> arrived(payload, number));
  }

  private void arrived(Payload payload, int number) {
    payload.arrivedAt(corner.there("copy" + number));
    payload.arrivedAt(corner.here("back" + number));
  }
}
