package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.StartedProgram;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs on a real backend, started by a real client through a real bastion. */
final class RelayedProgramsTest extends WithBastion {

  RelayedProgramsTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void command_keepsItsStreamsApart_andItsExitStatus() throws Exception {
    assertThat(Run.exec(deployOnWeb(), "both")).isEqualTo(new Run("out\n", "err\n", 3, null));
  }

  @Test
  void programThatWasKilled_isToldByItsSignal() throws Exception {
    Run run = Run.exec(deployOnWeb(), "killed");

    assertThat(run.signal()).isEqualTo("KILL");
    assertThat(run.status()).isNull();
  }

  @Test
  void endOfTheInput_reachesTheProgram_andItsOutputStillComesBack() throws Exception {
    ClientSession web = deployOnWeb();

    assertThat(Run.of(web.createExecChannel("cat"), "some input"))
        .isEqualTo(new Run("ready\nsome input", "", 0, null));
  }

  @Test
  void shell_isAProgramLikeAnyOther() throws Exception {
    assertThat(Run.of(deployOnWeb().createShellChannel(), "typed").stdout()).contains("typed");
  }

  @Test
  void subsystem_isRelayed() throws Exception {
    assertThat(Run.of(deployOnWeb().createSubsystemChannel("greeting"), "").stdout())
        .isEqualTo("hello from a subsystem\n");
  }

  @Test
  void outputOfMoreThanAWindow_comesWhole() throws Exception {
    Run run = Run.exec(deployOnWeb(), "flood 5000000");

    assertThat(run.stdout()).hasSize(5_000_000);
    assertThat(run.status()).isZero();
  }

  @Test
  void inputOfMoreThanAWindow_goesWhole() throws Exception {
    Run run = Run.of(deployOnWeb().createExecChannel("cat"), "y".repeat(5_000_000));

    assertThat(run.stdout()).hasSize(5_000_000 + "ready\n".length());
  }

  @Test
  void severalProgramsAtOnce_doNotMix()
      throws IOException, InterruptedException, ExecutionException {
    ClientSession web = deployOnWeb();
    List<Callable<Run>> programs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String text = "program-" + i;
      programs.add(() -> Run.exec(web, "echo " + text));
    }
    List<String> outputs = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Run> run : threads.invokeAll(programs)) {
        outputs.add(run.get().stdout());
      }
    }

    assertThat(outputs)
        .isEqualTo(
            List.of(0, 1, 2, 3, 4, 5, 6, 7).stream().map(i -> "program-" + i + "\n").toList());
    assertThat(bastion.backend.connections()).isEqualTo(1);
  }

  @Test
  @DisplayName("N16 of the client's environment only its language goes on")
  void environment_isItsLanguage() throws Exception {
    ChannelExec channel = deployOnWeb().createExecChannel("env");
    Map.of(
            "LANG", "C.UTF-8",
            "LC_ALL", "C",
            "LD_PRELOAD", "/evil.so",
            "SSH_CONNECTION", "forged",
            "BASTION_JWT", "forged")
        .forEach(channel::setEnv);

    assertThat(Run.of(channel, "").stdout())
        .contains("LANG=C.UTF-8", "LC_ALL=C")
        .doesNotContain("evil", "forged");
  }

  @Test
  void terminalAndItsNewSize_reachTheProgram() throws IOException, InterruptedException {
    var pty = new PtyChannelConfiguration();
    pty.setPtyType("xterm-test");
    pty.setPtyColumns(80);
    pty.setPtyLines(24);
    ChannelExec channel = deployOnWeb().createExecChannel("resized", pty, Map.of());
    channel.setUsePty(true);
    var running = new StartedProgram(channel);
    running.awaitOutput("ready");
    channel.sendWindowChange(100, 50);

    assertThat(running.end()).contains("xterm-test 100x50");
  }

  @Test
  void whatWasShown_isWhatWasRecorded() throws Exception {
    ClientSession web = deployOnWeb();
    Run run = Run.exec(web, "both");
    web.close(true).await();

    Path recording = Recordings.theOnlyOne(bastion.recordings());
    assertThat(recording.resolve("channel-1.stdout")).hasContent(run.stdout());
    assertThat(recording.resolve("channel-1.stderr")).hasContent(run.stderr());
  }

  @Test
  @DisplayName(
      "what clients want of a channel that is no program is refused, and the session goes on")
  void otherRequests_areRefused() throws Exception {
    ChannelExec channel = deployOnWeb().createExecChannel("echo hello");
    channel.setAgentForwarding(true);

    assertThat(Run.of(channel, "").stdout()).isEqualTo("hello\n");
  }

  @Test
  void everyProgram_isAudited() throws Exception {
    ClientSession web = deployOnWeb();
    var _ = Run.exec(web, "echo a");
    var _ = Run.of(web.createSubsystemChannel("greeting"), "");

    assertThat(bastion.audit.events(AuditEvent.Channel.class))
        .containsExactly(
            new AuditEvent.Channel(1, 1, "exec", Optional.of("echo a"), "started", "ops-on-*"),
            new AuditEvent.Channel(
                1, 2, "subsystem", Optional.of("greeting"), "started", "ops-on-*"));
  }

  @Test
  void backendThatGoesAway_endsTheSession() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    ChannelExec channel = web.createExecChannel("hang");
    new StartedProgram(channel).awaitOutput("ready");

    bastion.backend.drop();

    bastion.audit.await(AuditEvent.HopEnded.class);
    TestClient.awaitEnd(web);
    assertThat(client.told()).contains("the connection to web-01 has ended");
  }

  @Test
  void clientThatGoesAway_endsTheHop_andItsRecording() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    new StartedProgram(web.createExecChannel("hang")).awaitOutput("ready");

    web.close(true).await();

    bastion.audit.await(AuditEvent.HopEnded.class);
    assertThat(bastion.audit.events(AuditEvent.Recording.class))
        .extracting(AuditEvent.Recording::outcome)
        .containsExactly("opened", "closed");
  }
}
