package io.sallyport.bastion.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class HeartbeatTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");
  private static final Secret FIRST = Secret.of("the first access token");
  private static final PortalAnswer<PamAnswer> REVOKED =
      new PortalAnswer.Refused<>("Invalid refresh_token");
  private static final PortalAnswer<PamAnswer> DOWN = new PortalAnswer.Unavailable<>("timeout");
  private static final HeartbeatReport.Session SESSION =
      new HeartbeatReport.Session("alice", "10.0.0.7", "deploy@web-01", NOW.minusSeconds(60));

  private final Queue<PortalAnswer<PamAnswer>> answers = new ArrayDeque<>();
  private final List<ObjectNode> sent = new ArrayList<>();
  private HeartbeatReport report = new HeartbeatReport(Map.of(), List.of());
  private double jitter;
  private Path file;
  private Heartbeat heart;

  @BeforeEach
  void enrol(@TempDir Path folder) throws IOException {
    file = folder.resolve("tokens.json");
    tokens("the refresh token", NOW).write(file);
    heart =
        new Heartbeat(
            body -> {
              sent.add(body);
              return answers.remove();
            },
            file,
            new Heartbeat.Self("gate", "bastion", "0.1.0", NOW.minusSeconds(90)),
            () -> report,
            () -> NOW,
            () -> jitter);
  }

  @Test
  void beat_getsTheNextAccessToken_andKeepsIt() throws IOException {
    answers.add(alive("second", "300"));

    assertThat(heart.beat()).isEqualTo(Duration.ofMinutes(5));
    assertThat(token()).isEqualTo("second");
    assertThat(PortalTokens.read(file).access().reveal()).isEqualTo("second");
    assertThat(PortalTokens.read(file).refresh().reveal()).isEqualTo("the refresh token");
    assertThat(PortalTokens.read(file).expiresAt()).isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void beat_tellsWhoIsThere() {
    report = new HeartbeatReport(Map.of("hop-start", 7L), List.of(SESSION));
    answers.add(alive("second", "300"));
    var _ = heart.beat();

    JsonNode body = sent.getFirst();
    assertThat(body.path("refresh_token").asString()).isEqualTo("the refresh token");
    assertThat(body.path("hostname").asString()).isEqualTo("gate");
    assertThat(body.path("server_group").asString()).isEqualTo("bastion");
    assertThat(body.path("node_role").asString()).isEqualTo("bastion");
    assertThat(body.path("uptime").longValue()).isEqualTo(90);
    assertThat(body.path("stats").path("hop-start").longValue()).isEqualTo(7);
    assertThat(body.path("sessions").get(0))
        .hasToString(
            "{\"user\":\"alice\",\"from\":\"10.0.0.7\",\"tty\":\"deploy@web-01\",\"since\":"
                + NOW.minusSeconds(60).getEpochSecond()
                + "}");
  }

  @Test
  void ofManySessions_200AreTold() {
    report = new HeartbeatReport(Map.of(), Collections.nCopies(201, SESSION));
    answers.add(alive("second", "300"));
    var _ = heart.beat();

    assertThat(sent.getFirst().path("sessions").size()).isEqualTo(200);
  }

  @Test
  void revokedBastion_hasNoTokenAnyMore() {
    answers.add(REVOKED);
    var _ = heart.beat();

    assertThat(heart.current()).isEmpty();
    assertThat(heart.insteadOf(FIRST)).isEmpty();
  }

  @Test
  void revokedBastion_thatIsEnrolledAgain_goesOn() throws IOException {
    answers.add(REVOKED);
    var _ = heart.beat();
    tokens("another refresh token", NOW.plusSeconds(1)).write(file);
    answers.add(alive("second", "300"));
    var _ = heart.beat();

    assertThat(sent.getLast().path("refresh_token").asString()).isEqualTo("another refresh token");
    assertThat(token()).isEqualTo("second");
  }

  @Test
  void outage_leavesTheTokenAsItIs_andIsTriedAgainSoon() {
    answers.add(DOWN);

    assertThat(heart.beat()).isEqualTo(Heartbeat.SHORTEST);
    assertThat(token()).isEqualTo(FIRST.reveal());
  }

  @Test
  void answerThatIsNotTheProtocols_isNoBeat() {
    answers.add(new PortalAnswer.Given<>(new PamAnswer(JSON.createObjectNode())));

    assertThat(heart.beat()).isEqualTo(Heartbeat.SHORTEST);
    assertThat(token()).isEqualTo(FIRST.reveal());
  }

  @Test
  @DisplayName("a refused token is replaced by one beat, and by none if there is a newer one")
  void insteadOf() {
    answers.add(alive("second", "300"));

    assertThat(heart.insteadOf(FIRST).orElseThrow().reveal()).isEqualTo("second");
    assertThat(heart.insteadOf(FIRST).orElseThrow().reveal()).isEqualTo("second");
    assertThat(sent).hasSize(1);
  }

  @Test
  void refusedToken_cannotBeReplacedInAnOutage() {
    answers.add(DOWN);

    assertThat(heart.insteadOf(FIRST)).isEmpty();
  }

  @Test
  void jitter_makesABeatUpToATenthEarlier() {
    jitter = 1;
    answers.add(alive("second", "300"));
    assertThat(heart.beat()).isEqualTo(Duration.ofSeconds(270));
  }

  @Test
  void timeBetweenBeats_hasLimits() {
    answers.add(alive("second", "0"));
    assertThat(heart.beat()).isEqualTo(Heartbeat.SHORTEST);
    answers.add(alive("third", "99999999"));
    assertThat(heart.beat()).isEqualTo(Heartbeat.LONGEST);
  }

  private String token() {
    return heart.current().orElseThrow().reveal();
  }

  private static PortalTokens tokens(String refresh, Instant enrolled) {
    return new PortalTokens(FIRST, Secret.of(refresh), NOW, enrolled);
  }

  private static PortalAnswer<PamAnswer> alive(String token, String next) {
    return new PortalAnswer.Given<>(
        new PamAnswer(
            JSON.readTree(
                "{\"status\":\"ok\",\"access_token\":\"%s\",\"expires_in\":\"3600\",\"next_heartbeat\":%s}"
                    .formatted(token, next))));
  }
}
