package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(SharedLab.class)
@DisplayName("A recording")
class RecordingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Lab lab;
  private Recordings recordings;

  RecordingIT(Lab lab) {
    this.lab = lab;
    recordings = Recordings.from(lab);
  }

  @BeforeEach
  void markRecordings() {
    recordings = Recordings.from(lab);
  }

  @Test
  void of_a_command_keeps_standard_output_and_standard_error_apart() throws IOException {
    lab.client().automation("web-01", "echo to-out; echo to-err >&2").finish();

    Path recording = recordings.onlyFresh();
    assertThat(recordings.file(recording, ".stdout")).hasContent("to-out");
    assertThat(recordings.file(recording, ".stderr")).hasContent("to-err");
  }

  @Test
  void of_a_terminal_is_an_asciicast_of_version_2() throws IOException {
    String[] ssh = {"-tt", "-J", "ansible@bastion", "-o", "BatchMode=yes", "deploy@web-01"};
    try (Terminal terminal = lab.client().terminal(31, 101, ssh)) {
      terminal.type("echo $((6*7)) on screen").shows("42 on screen").type("exit").finish();
    }

    Path recording = recordings.onlyFresh();
    List<String> cast = Files.readAllLines(recordings.file(recording, ".cast"));
    JsonNode header = JsonMapper.shared().readTree(cast.getFirst());
    assertThat(header.path("version").asInt()).isEqualTo(2);
    assertThat(header.path("width").asInt()).isEqualTo(101);
    assertThat(header.path("height").asInt()).isEqualTo(31);
    assertThat(String.join("\n", cast)).contains("42 on screen");
    assertThat(recordings.play(recording)).contains("42 on screen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh -F %s -W [%%h]:%%p ansible@bastion",
        "ssh -F %s ansible@bastion nc %%h %%p",
      })
  void is_left_whole_by_a_proxy_command_too(String form) throws IOException {
    String proxy = "ProxyCommand=" + form.formatted(lab.folder().sshConfig());

    SshRun.Finished run = lab.client().ssh("-o", proxy, "deploy@web-01", "echo through").finish();

    assertThat(run.output()).as(run.error()).isEqualTo("through\n");
    Path recording = recordings.onlyFresh();
    assertThat(recordings.file(recording, ".stdout")).hasContent("through");
  }

  @Test
  void of_sftp_is_metadata_without_the_files_content() throws IOException {
    Path secret = lab.folder().path().resolve("content.txt");
    Files.writeString(secret, "the content of the file");
    String batch = "put " + secret + " copied\nrm copied\n";
    SshRun.Finished run =
        lab.client()
            .run("sftp", "-J", "ansible@bastion", "-b", "-", "deploy@web-01")
            .reading(batch)
            .finish();
    assertThat(run.ok()).as(run.error()).isTrue();

    Path recording = recordings.onlyFresh();
    assertThat(recordings.text(recording)).contains("sftp").doesNotContain("the content");
  }

  @Test
  void exists_before_the_first_byte_moves() {
    String silent = "rm -f go; mkfifo go; read word < go";
    try (SshRun.Running session = lab.client().automation("web-01", silent).start()) {
      Await.until("an open recording", PATIENCE, () -> recordings.fresh().size() == 1);
      assertThat(session.alive()).isTrue();
      Await.until("the command", PATIENCE, this::commandWaits);
      lab.client().automation("web-01", "echo on > go").finish();
      assertThat(session.finish(PATIENCE).ok()).isTrue();
    }
  }

  private boolean commandWaits() {
    return Files.exists(lab.folder().home().resolve("deploy/go"));
  }

  @Test
  void that_cannot_be_made_means_no_session() throws IOException {
    lab.client().automation("web-01", "true").finish(); // the first one makes the folder
    Path folder = lab.folder().recordings();
    Path away = folder.resolveSibling("recordings.away");
    Files.move(folder, away);
    try {
      Files.createFile(folder);
      SshRun.Finished run = lab.client().automation("web-01", "touch ran").finish();

      assertThat(run.ok()).isFalse();
      assertThat(run.error()).contains("cannot be recorded");
      assertThat(lab.folder().home().resolve("deploy/ran")).doesNotExist();
    } finally {
      Files.delete(folder);
      Files.move(away, folder);
    }
  }
}
