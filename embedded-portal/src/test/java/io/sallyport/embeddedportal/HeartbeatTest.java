package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.control.OrderReply;
import io.sallyport.embeddedportal.TestBastion.Enrolled;
import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeartbeatTest {
  @TempDir Path folder;
  private TestPortal portal;
  private Enrolled bastion;

  @BeforeEach
  void start() throws IOException {
    portal = TestPortal.in(folder);
    bastion = TestBastion.enrolled(portal);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void beat_isWorthAnotherAccessToken() {
    Reply reply = beat("");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("access_token"))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(bastion.accessToken());
    assertThat(reply.json())
        .isEqualTo(
            TestPortal.JSON.valueToTree(
                Map.of(
                    "status", "ok",
                    "access_token", reply.text("access_token"),
                    "expires_in", 3600,
                    "next_heartbeat", 300,
                    "server_time", 1795370400)));
  }

  @Test
  @DisplayName("earlier access tokens stay good until they expire, and the id is the same for all")
  void earlierTokens_stayGood() {
    portal.clock.advance(Duration.ofMinutes(59));
    String next = beat("").text("access_token");
    assertThat(bastionId(next)).isEqualTo(bastionId(bastion.accessToken())).hasSize(64);
    portal.clock.advance(Duration.ofMinutes(1));
    assertThat(bastionId(bastion.accessToken())).isEmpty();
    assertThat(bastionId(next)).hasSize(64);
  }

  @Test
  void refreshToken_slides() {
    for (int i = 0; i < 3; i++) {
      portal.clock.advance(Duration.ofDays(30).minusMillis(1));
      assertThat(beat("").status()).isEqualTo(200);
      // Enrolling is when the expired are forgotten.
      TestBastion.enrolled(portal);
    }
    portal.clock.advance(Duration.ofDays(30));
    assertUnauthorized(beat(""), "Invalid refresh_token");
  }

  @Test
  void accessToken_isNoRefreshToken() {
    assertUnauthorized(post("{\"refresh_token\": \"" + bastion.accessToken() + "\"}"));
    assertUnauthorized(post("{\"refresh_token\": \"" + "0".repeat(64) + "\"}"));
  }

  @Test
  void bearer_doesNotCount() {
    Reply reply = portal.post(HeartbeatEndpoint.PATH, bastion.accessToken(), "{}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("refresh_token required");
  }

  @Test
  void clientThatIsRemoved_isUnknown() throws IOException {
    portal.close();
    portal.files.change("id: sallyport", "id: other");
    portal = TestPortal.of(portal.files, portal.clock);
    assertUnauthorized(beat(""), "Unknown client");
  }

  @Test
  void anotherScope_isForbidden() {
    bastion = TestBastion.enrolled(portal, "openid offline_access");
    assertThat(beat("").status()).isEqualTo(403);
    assertThat(beat("").text("error")).isEqualTo("Invalid token scope");
  }

  @Test
  void lastReport_isListed() {
    beat("\"hostname\": \"first\", \"stats\": {\"old\": true}");
    portal.clock.advance(Duration.ofMinutes(5));
    beat(
        """
        "hostname": "bastion-01", "version": "0.1.0", "node_role": "bastion", "uptime": 5,
        "server_group": "anything-i-like", "stats": {"load": 0.5, "more": [null, {"a": "b"}]},
        "sessions": [
          {"user": "alice", "from": "192.0.2.1", "tty": "pts/0", "since": 1795370400, "more": 1},
          {"user": "bob", "since": null}, {}]
        """);
    assertThat(listed())
        .containsExactly(
            "last beat 2026-11-22T18:05:00.250Z, host bastion-01, version 0.1.0, bastion, up 5 s,"
                + " stats {\"load\":0.5,\"more\":[null,{\"a\":\"b\"}]}",
            "session alice from 192.0.2.1 on pts/0 since 2026-11-22T18:00:00Z",
            "session bob",
            "session");
  }

  @Test
  void reports_areCut() {
    String sessions =
        IntStream.range(0, 201)
            .mapToObj(i -> "{\"user\": \"u" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));
    beat("\"hostname\": \"%s\", \"sessions\": %s".formatted("h".repeat(256), sessions));
    assertThat(listed()).hasSize(201).last().isEqualTo("session u199");
    assertThat(listed().getFirst()).endsWith(" host " + "h".repeat(255));
  }

  @Test
  void statsOf4096Characters_areKept() {
    String fits = "{\"a\":\"%s\"}".formatted("x".repeat(4096 - 8));
    beat("\"stats\": " + fits);
    assertThat(listed().getFirst()).endsWith("stats " + fits);
    beat("\"stats\": " + fits.replace("x\"", "xx\""));
    assertThat(listed().getFirst()).doesNotContain("stats");
  }

  @Test
  @DisplayName("what a bastion reports cannot command the operator's terminal")
  void controlCharacters_areNotShown() {
    beat("\"hostname\": \"a\\u001b[2J\\nb\\u202ec\\u2028d\"");
    assertThat(listed().getFirst()).endsWith("host a?[2J?b?c?d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"hostname\": 1",
        "\"version\": {}",
        "\"node_role\": true",
        "\"uptime\": \"5\"",
        "\"uptime\": 0.5",
        "\"stats\": []",
        "\"sessions\": {}",
        "\"sessions\": [1]",
        "\"sessions\": [{\"user\": 1}]",
        "\"sessions\": [{\"since\": \"now\"}]",
      })
  void reportOfOtherTypes_isABadRequest(String report) {
    assertThat(beat(report).status()).isEqualTo(400);
    assertThat(listed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE})
  void timeThatIsNone_isLeftOut(long since) {
    beat("\"sessions\": [{\"user\": \"alice\", \"since\": " + since + "}]");
    assertThat(listed()).last().isEqualTo("session alice");
  }

  private Reply beat(String report) {
    String more = report.isEmpty() ? "" : ", " + report;
    return post("{\"refresh_token\": \"" + bastion.refreshToken() + "\"" + more + "}");
  }

  private Reply post(String body) {
    return portal.send(
        portal.request(HeartbeatEndpoint.PATH).POST(BodyPublishers.ofString(body)).build());
  }

  /** What the list says below the bastion's line. */
  private List<String> listed() {
    return switch (PortalControl.listDevices(portal.files.control())) {
      case OrderReply.Done(List<String> lines) ->
          lines.stream().skip(1).map(String::strip).toList();
      case OrderReply other -> throw new AssertionError(other);
    };
  }

  private String bastionId(String accessToken) {
    return portal
        .post(BastionTokenEndpoint.PATH, accessToken, "{\"probe\": true}")
        .text("bastion_id");
  }

  private static void assertUnauthorized(Reply reply) {
    assertUnauthorized(reply, "Invalid refresh_token");
  }

  private static void assertUnauthorized(Reply reply, String error) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text("error")).isEqualTo(error);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"pam\"");
  }
}
