package io.sallyport.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
@DisplayName("While the portal is down,")
class PortalDownIT {
  private static final String PASSWORD = "correct horse battery";

  private Lab lab;
  private Path folder;
  private Path config;
  private JsonLines decisions;

  @BeforeAll
  void startLab(@TempDir Path folder) {
    this.folder = folder;
    lab =
        Lab.start(
            LabPlan.inFreshFolder()
                .withBastionLines(
                    """
                    offline: {max: 1h}
                    break_glass: {people: [alice]}
                    """));
    Path key = SshKeys.generate(folder.resolve("id"), "alice's");
    config =
        LabFolder.writePrivate(
            folder.resolve("ssh_config"),
            """
            Match originalhost bastion
                IdentityFile %s
            Match all
            Include %s
            """
                .formatted(key, lab.folder().sshConfig()));
    decisions = JsonLines.from(lab.folder().verifierAudit());
    SshRun.Finished first =
        command("ssh", "-J", "alice@bastion", "deploy@web-01", "id -un")
            .answering(lab.client().portalToken("alice"))
            .finish();
    assertThat(first.output()).as(first.error()).isEqualTo("deploy\n");
    SshRun.Finished set =
        lab.client().sallyportReading(PASSWORD + "\n", "break-glass", "set", "alice").finish();
    assertThat(set.ok()).as(set.error()).isTrue();
    lab.portal().stop();
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  @Test
  void a_a_backend_that_was_not_told_about_it_lets_nobody_in() {
    SshRun.Finished run = byKey("web-01");

    assertThat(run.ok()).isFalse();
    assertThat(run.error()).contains("the host did not accept the login");
    assertThat(lastDecision().path("code").asString("")).isEqualTo("offline-not-allowed");
  }

  @Test
  void b_people_go_on_to_where_they_have_been_with_ssh_and_scp() throws IOException {
    allowAtTheBackend();

    assertThat(byKey("web-01").output()).isEqualTo("deploy\n");
    Path file = LabFolder.writePrivate(folder.resolve("file"), "content\n");
    SshRun.Finished copy =
        command("scp", "-J", "alice@bastion", file.toString(), "deploy@web-01:offline-copy")
            .finish();
    assertThat(copy.ok()).as(copy.error()).isTrue();
    assertThat(lastDecision().path("offline").asString("")).isEqualTo("true");
    assertThat(Files.readString(lab.folder().audit()))
        .contains("\"sid\":\"" + lastDecision().path("sid").asString("") + "\"")
        .contains("\"offline\":true");
  }

  @Test
  void c_also_after_a_restart_of_the_bastion_and_nowhere_else() {
    lab.bastion().restart();

    assertThat(byKey("web-01").output()).isEqualTo("deploy\n");
    SshRun.Finished elsewhere = byKey("web-02");
    assertThat(elsewhere.ok()).isFalse();
    assertThat(elsewhere.error()).contains("nobody can say right now");
    assertThat(lab.client().sallyport("cache", "list")).contains("alice ", " set ");
  }

  @Test
  void d_a_named_person_without_a_key_breaks_the_glass_and_that_is_an_alarm() throws IOException {
    SshRun.Finished run =
        lab.client()
            .ssh("-J", "alice@bastion", "deploy@web-01", "id -un")
            .answering(PASSWORD)
            .finish();
    assertThat(run.output()).as(run.error()).isEqualTo("deploy\n");
    assertThat(run.prompts())
        .satisfiesExactly(
            prompt -> assertThat(prompt).contains("Portal token: "),
            prompt ->
                assertThat(prompt).contains("The portal does not answer. Break-glass password: "));
    assertThat(Files.readString(lab.folder().audit()))
        .contains("\"event\":\"alarm\",\"alarm\":\"break-glass\",\"user\":\"alice\"");
    assertThat(lab.bastion().newLog())
        .contains("ALARM", "alice from 127.0.0.1 has broken the glass");
    assertNoSecretIn(lab.folder().path());
  }

  @Test
  void e_the_operator_ends_it_with_a_command() {
    lab.client().sallyport("cache", "force-online");
    assertThat(byKey("web-01").error()).contains("nobody can say right now");

    lab.client().sallyport("cache", "force-online", "--off");
    assertThat(byKey("web-01").output()).isEqualTo("deploy\n");
  }

  @Test
  void f_what_is_invalidated_needs_the_portal_which_has_the_last_word_when_it_is_back() {
    lab.client().sallyport("cache", "invalidate", "alice");
    assertThat(byKey("web-01").error()).contains("nobody can say right now");

    lab.portal().start();
    assertThat(byKey("web-01").output()).isEqualTo("deploy\n");
    assertThat(lastDecision().has("offline")).isFalse();
  }

  private void allowAtTheBackend() throws IOException {
    Path yaml = lab.folder().verifierConfig();
    String registered =
        "  - id: bastion-01\n    hop_ca: %s    offline: {max: 1h}\n"
            .formatted(lab.client().sallyport("hop-ca"));
    Files.writeString(yaml, Files.readString(yaml).replace("  - id: bastion-01\n", registered));
    lab.backend().verifier().restart();
  }

  private static void assertNoSecretIn(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).filter(it -> !isTyped(it)).toList()) {
        assertThat(new String(Files.readAllBytes(file), UTF_8))
            .as(file.toString())
            .doesNotContain(PASSWORD, "argon2id");
      }
    }
  }

  /** What this test itself has typed. */
  private static boolean isTyped(Path file) {
    return file.toString().endsWith(".input");
  }

  private SshRun.Finished byKey(String host) {
    return command("ssh", "-o", "BatchMode=yes", "-J", "alice@bastion", "deploy@" + host, "id -un")
        .finish();
  }

  private SshRun command(String program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(program, "-F", config.toString()));
    words.addAll(List.of(arguments));
    return lab.client().command(words.toArray(String[]::new));
  }

  private JsonNode lastDecision() {
    return decisions.all().getLast();
  }
}
