package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedLab.class)
@DisplayName("What clients lend to backends:")
class LentIT {
  private final Lab lab;
  private JsonLines audit;

  LentIT(Lab lab) {
    this.lab = lab;
    audit = JsonLines.from(lab.folder().audit());
  }

  @BeforeEach
  void markAudit() {
    audit = JsonLines.from(lab.folder().audit());
  }

  @Test
  void agent_signs_for_two_programs_at_once_on_the_backend() {
    SshRun.Finished run = withAgent("-A", "ssh-add -l & ssh-add -l & wait; ssh-add -l");

    String fingerprint = Tool.run("ssh-keygen", "-lf", key()).split(" ", 3)[1];
    assertThat(run.output().lines())
        .hasSize(3)
        .allMatch(line -> line.contains(fingerprint), run.error());
    audit.first("the loan", channel("agent", "lent"));
    audit.first("its use", forward("agent", "started"));
  }

  @Test
  @DisplayName("N20 an agent that was not lent is not there")
  void agent_that_was_not_lent_is_not_there() {
    SshRun.Finished run = withAgent("-a", "echo \"<$SSH_AUTH_SOCK>\"");

    assertThat(run.output()).isEqualTo("<>\n");
    assertThat(audit.all()).noneMatch(channel("agent", "lent"));
  }

  @Test
  void display_shows_a_program_of_the_backend() throws IOException {
    try (var display = Display.start()) {
      SshRun.Finished run =
          lab.client()
              .ssh(
                  "-X",
                  "-J",
                  "ansible@bastion",
                  "deploy@web-01",
                  "xdpyinfo | head -n 1; echo $DISPLAY")
              .onDisplay(display.name())
              .finish();

      assertThat(run.output()).as(run.error()).contains("name of display:", "localhost:");
    }
    audit.first("the loan", channel("x11", "lent"));
    audit.first("its use", forward("x11", "started"));
  }

  @Test
  @DisplayName("N33 under a rule for commands nothing is lent, and the command runs")
  void under_a_rule_for_commands_nothing_is_lent() throws IOException {
    try (var display = Display.start()) {
      SshRun.Finished run =
          lab.client()
              .ssh("-X", "-J", "bob@bastion", "deploy@web-02", "echo \"<$DISPLAY>\"")
              .onDisplay(display.name())
              .answering(lab.client().portalToken("bob"))
              .finish();

      assertThat(run.output()).as(run.error()).isEqualTo("<>\n");
    }
    audit.first("the refusal", channel("x11", "refused"));
  }

  private SshRun.Finished withAgent(String option, String command) {
    String ssh =
        String.join(" ", List.of("ssh", "-F", lab.folder().sshConfig().toString(), option))
            + " -J ansible@bastion deploy@web-01 '"
            + command
            + "'";
    Tool.Outcome run =
        Tool.attempt("", "ssh-agent", "sh", "-c", "ssh-add -q " + key() + " && " + ssh);
    return new SshRun.Finished(run.exitCode(), run.output(), run.error(), List.of(), Duration.ZERO);
  }

  private String key() {
    return lab.folder().path().resolve("ansible").toString();
  }

  /** An X server that draws nowhere. */
  private record Display(Process server, String name) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Display start() throws IOException {
      var builder =
          new ProcessBuilder("sh", "-c", "exec Xvfb -displayfd 1 -nolisten tcp 2>/dev/null");
      Process server = builder.start();
      String number = server.inputReader().readLine();
      Display display = new Display(server, ":" + number);
      Await.until(
          "the display",
          PATIENCE,
          () -> Tool.attempt("", "xdpyinfo", "-display", display.name()).ok());
      return display;
    }

    @Override
    public void close() {
      server.destroy();
      Await.holds(PATIENCE, () -> !server.isAlive());
    }
  }

  private static Predicate<JsonNode> is(String event, String kind, String outcome) {
    return line ->
        line.path("event").asString("").equals(event)
            && line.path("kind").asString("").equals(kind)
            && line.path("outcome").asString("").equals(outcome);
  }

  private static Predicate<JsonNode> channel(String kind, String outcome) {
    return is("channel", kind, outcome);
  }

  private static Predicate<JsonNode> forward(String kind, String outcome) {
    return is("forward", kind, outcome);
  }
}
