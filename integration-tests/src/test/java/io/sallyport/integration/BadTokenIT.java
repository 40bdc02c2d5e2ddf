package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedLab.class)
@DisplayName("A portal token")
class BadTokenIT {
  private final Lab lab;
  private JsonLines audit;

  BadTokenIT(Lab lab) {
    this.lab = lab;
    audit = JsonLines.from(lab.folder().audit());
  }

  @BeforeEach
  void markAudit() {
    audit = JsonLines.from(lab.folder().audit());
  }

  @Test
  void that_is_wrong_is_refused_and_counted_and_logged() {
    assertDenied(alice("not-a-token"));
    JsonNode first = refusal("rejected");
    assertThat(first.path("reason").asString("")).isNotEmpty();
    assertThat(first.path("failures").asInt()).isPositive();

    audit = JsonLines.from(lab.folder().audit());
    assertDenied(alice("not-a-token-either"));
    int later = refusal("rejected").path("failures").asInt();
    assertThat(later).isGreaterThan(first.path("failures").asInt());
  }

  @Test
  void N23_that_is_spent_is_refused() {
    String token = lab.client().portalToken("alice");
    assertThat(alice(token).output()).isEqualTo("in\n");

    audit = JsonLines.from(lab.folder().audit());
    assertDenied(alice(token));
    refusal("rejected");
  }

  @Test
  void N23_that_has_expired_is_refused() throws IOException {
    Path config = lab.folder().portalConfig();
    String usual = Files.readString(config);
    Files.writeString(config, usual + "token_ttl: 1s\n");
    lab.portal().restart();
    try {
      String token = lab.client().portalToken("alice");
      Instant expired = Instant.now().plusSeconds(1);
      Await.until(
          "the token to expire", Duration.ofSeconds(5), () -> Instant.now().isAfter(expired));

      assertDenied(alice(token));
      refusal("rejected");
    } finally {
      Files.writeString(config, usual);
      lab.portal().restart();
    }
  }

  @Test
  void N23_of_somebody_else_is_refused() {
    assertDenied(alice(lab.client().portalToken("bob")));
    assertThat(refusal("rejected").path("reason").asString("")).contains("bob");
  }

  @Test
  void is_refused_in_the_same_words_while_the_portal_is_down_but_logged_otherwise() {
    String wrong = withoutNumbers(alice("not-a-token"));
    String token = lab.client().portalToken("alice");
    audit = JsonLines.from(lab.folder().audit());
    try (Outage _ = Outage.stopped(lab.portal())) {
      SshRun.Finished down = alice(token);

      assertDenied(down);
      assertThat(withoutNumbers(down)).isEqualTo(wrong);
      refusal("unavailable");
    }
  }

  private SshRun.Finished alice(String token) {
    return lab.client()
        .ssh(
            "-J",
            "alice@bastion",
            "-o",
            "PreferredAuthentications=keyboard-interactive",
            "deploy@web-01",
            "echo in")
        .answering(token)
        .finish();
  }

  private JsonNode refusal(String outcome) {
    return audit.first(
        "a refused authentication",
        line ->
            line.path("event").asString("").equals("authentication")
                && line.path("outcome").asString("").equals(outcome));
  }

  private static void assertDenied(SshRun.Finished run) {
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("Permission denied");
  }

  private static String withoutNumbers(SshRun.Finished run) {
    return run.error().replaceAll("\\d+", "N");
  }
}
