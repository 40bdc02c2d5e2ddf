package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("A target behind another one")
class EgressIT extends PressureLab {

  @AfterEach
  void nothingIsLeftOpen() {
    Await.until("no connection to the backend", PATIENCE, () -> hops() == 0);
  }

  @Test
  void is_reached_and_each_backend_on_the_way_has_a_token_of_its_own() {
    JsonLines audit = JsonLines.from(lab.folder().audit());
    JsonLines verifier = JsonLines.from(lab.folder().verifierAudit());

    SshRun.Finished run = lab.client().automation(FAR, "echo in; exit 3").finish();

    assertThat(run.output()).as(run.error()).isEqualTo("in\n");
    assertThat(run.exitCode()).isEqualTo(3);
    JsonNode start = audit.first("the hop", event("hop-start"));
    assertThat(start.path("target").asString("")).isEqualTo(FAR);
    assertThat(start.path("via").toString())
        .isEqualTo("[\"deploy@web-01\",\"deploy@" + BEHIND + "\"]");
    List<JsonNode> decisions = verifier.all();
    assertThat(decisions)
        .extracting(line -> line.path("target").asString(""))
        .containsExactly("web-01", BEHIND, FAR);
    assertThat(decisions)
        .extracting(line -> line.path("sid").asString(""))
        .containsOnly(start.path("sid").asString(""));
    assertThat(decisions).extracting(line -> line.path("jti").asString("")).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0} takes and gives 64 MiB while keys are exchanged all the time")
  @ValueSource(strings = {BEHIND, FAR})
  void much(String target) {
    assertOutput(
            "head -c 64M /dev/urandom >much;"
                + ssh()
                + " -o RekeyLimit=8M deploy@"
                + target
                + " cat <much | cmp - much && echo whole")
        .isEqualTo("whole\n");
  }

  @Test
  void takes_files_by_scp_and_sftp() {
    String options = " -q -F " + lab.folder().sshConfig() + " -o BatchMode=yes -J ansible@bastion";
    assertOutput(
            "head -c 9M /dev/urandom >file; scp"
                + options
                + " file deploy@web-behind:there && scp -O"
                + options
                + " deploy@web-behind:there back && cmp file back && echo whole")
        .isEqualTo("whole\n");
  }

  @Test
  void is_where_forwards_begin() throws IOException {
    int port = Forwarding.freePort();
    try (EchoServer server = EchoServer.start();
        SshRun.Running _ =
            lab.client()
                .ssh(
                    "-J",
                    "ansible@bastion",
                    "-N",
                    "-L",
                    port + ":localhost:" + server.port(),
                    "deploy@" + BEHIND)
                .start()) {
      assertThat(EchoServer.askWhenUp(port, "abc")).isEqualTo(EchoServer.GREETING + "abc");
    }
  }

  @Test
  void that_the_link_does_not_let_through_cannot_be_reached_and_only_the_audit_says_why() {
    JsonLines audit = JsonLines.from(lab.folder().audit());

    SshRun.Finished run = lab.client().automation(SHUT, "echo in").finish();

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).isEmpty();
    assertThat(run.error())
        .contains("sallyport: deploy@" + SHUT + ": the host cannot be reached right now")
        .doesNotContain("web-01", "nobody-there");
    assertThat(audit.first("the reason", event("hop-failed")).path("reason").asString(""))
        .startsWith("web-01 did not let nobody-there in: ");
  }

  @Test
  void is_left_when_the_client_is_killed() {
    try (SshRun.Running running = lab.client().automation(FAR, "echo up; sleep 7421").start()) {
      Await.until("the program", PATIENCE, () -> running.output().contains("up"));
      assertThat(hops()).isGreaterThanOrEqualTo(3);

      running.process().destroyForcibly();
    }
  }

  private static Predicate<JsonNode> event(String name) {
    return line -> line.path("event").asString("").equals(name);
  }
}
