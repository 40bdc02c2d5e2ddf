package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.SeenCertificate;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedLab.class)
@DisplayName("Policy and audit:")
class PolicyAndAuditIT {
  private static final String CHANNEL_RULE = "dev-runs-commands-on-web-02";

  private final Lab lab;
  private JsonLines audit;

  PolicyAndAuditIT(Lab lab) {
    this.lab = lab;
    audit = JsonLines.from(lab.folder().audit());
  }

  @BeforeEach
  void markAudit() {
    audit = JsonLines.from(lab.folder().audit());
  }

  @Test
  void what_no_rule_allows_is_refused_and_logged() {
    SshRun.Finished run = bob("deploy@web-01", "echo in");

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).isEmpty();
    JsonNode decision = audit.first("a decision about bob", event("decision"));
    assertThat(decision.path("outcome").asString("")).isEqualTo("refused");
    assertThat(decision.path("rule").asString("")).isEqualTo("default");
    assertThat(decision.path("target").asString("")).contains("web-01");
  }

  @Test
  void a_granted_kind_of_channel_is_opened_and_logged() {
    SshRun.Finished run = bob("deploy@web-02", "echo in");

    assertThat(run.output()).as(run.error()).isEqualTo("in\n");
    JsonNode decision = audit.first("a decision about bob", event("decision"));
    assertThat(decision.path("rule").asString("")).isEqualTo(CHANNEL_RULE);
  }

  @Test
  void N33_another_kind_of_channel_is_refused_and_logged_with_the_rule() {
    SshRun.Finished shell = bob("-T", "deploy@web-02");
    SshRun.Finished sftp =
        lab.client()
            .run("sftp", "-J", "bob@bastion", "-o", "BatchMode=no", "deploy@web-02")
            .answering(lab.client().portalToken("bob"))
            .reading("ls\n")
            .finish();

    assertThat(shell.ok()).isFalse();
    assertThat(sftp.ok()).isFalse();
    audit.first("the refused shell", refusedChannel("shell"));
    audit.first("the refused sftp", refusedChannel("subsystem"));
  }

  @Test
  void one_session_id_stands_in_audit_and_token_and_recording_and_backend_log() {
    JsonLines backend = JsonLines.from(lab.folder().verifierAudit());
    Recordings recordings = Recordings.from(lab);

    SshRun.Finished run =
        lab.client()
            .ssh("-J", "alice@bastion", "deploy@web-01", "cat \"$SSH_USER_AUTH\"")
            .answering(lab.client().portalToken("alice"))
            .finish();

    SeenCertificate hop = SeenCertificate.fromUserAuth(run.output());
    String sid = hop.claims().path("sid").asString("");
    assertThat(sid).isNotEmpty();
    Predicate<JsonNode> ofSession = line -> line.path("sid").asString("").equals(sid);
    for (String event :
        new String[] {
          "authentication", "decision", "hop-start", "channel", "recording", "hop-end"
        }) {
      audit.first(event, ofSession.and(event(event)));
    }
    backend.first("the hop", ofSession);
    assertThat(recordings.onlyFresh().getFileName().toString()).startsWith(sid);
    assertThat(lab.backend().sshServer().newLog()).contains(hop.keyId());
  }

  @Test
  void N25_no_token_is_ever_written_to_a_log() throws IOException {
    String portalToken = lab.client().portalToken("alice");
    SshRun.Finished run =
        lab.client()
            .ssh("-J", "alice@bastion", "deploy@web-01", "cat \"$SSH_USER_AUTH\" >auth")
            .answering(portalToken)
            .finish();
    assertThat(run.ok()).as(run.error()).isTrue();

    for (String log :
        new String[] {
          lab.bastion().newLog(),
          lab.portal().newLog(),
          lab.backend().verifier().newLog(),
          Files.readString(lab.folder().audit()),
          Files.readString(lab.folder().verifierAudit())
        }) {
      assertThat(log).doesNotContain(portalToken).doesNotContain("eyJ");
    }
  }

  private SshRun.Finished bob(String... arguments) {
    String[] ssh = new String[arguments.length + 4];
    ssh[0] = "-J";
    ssh[1] = "bob@bastion";
    ssh[2] = "-o";
    ssh[3] = "NumberOfPasswordPrompts=1";
    System.arraycopy(arguments, 0, ssh, 4, arguments.length);
    return lab.client().ssh(ssh).answering(lab.client().portalToken("bob")).finish();
  }

  private static Predicate<JsonNode> event(String name) {
    return line -> line.path("event").asString("").equals(name);
  }

  private static Predicate<JsonNode> refusedChannel(String kind) {
    return event("channel")
        .and(line -> line.path("kind").asString("").equals(kind))
        .and(line -> line.path("outcome").asString("").equals("refused"))
        .and(line -> line.path("rule").asString("").equals(CHANNEL_RULE));
  }
}
