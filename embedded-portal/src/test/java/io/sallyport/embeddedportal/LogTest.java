package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class LogTest {
  private static final Logger LOGGER =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.sallyport");

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void record() {
    lines.start();
    LOGGER.setLevel(Level.TRACE);
    LOGGER.setAdditive(false);
    LOGGER.addAppender(lines);
  }

  @AfterEach
  void stopRecording() {
    LOGGER.detachAppender(lines);
    LOGGER.setAdditive(true);
    LOGGER.setLevel(Level.WARN);
  }

  @Test
  @DisplayName("N25 tokens are in no line of the log, in whatever field they are sent")
  void tokens_areNotLogged() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      String token = portal.token("dwho");
      String stranger = "0".repeat(64);
      for (String path : ServerGateTest.paths()) {
        portal.post(path, "{\"token\": \"%1$s\", \"user\": \"%1$s\"}".formatted(token));
        portal.post(path, "{\"user\": 1, \"token\": \"%s\"".formatted(token));
        portal.post(path, stranger, "{}");
      }
      portal.issue(token);
      portal.post(
          AuthorizeEndpoint.PATH,
          "{\"user\": \"dwho\", \"server_group\": \"%s\"}".formatted(token));
      assertThat(text())
          .contains("dwho")
          .doesNotContain(token, token.substring(0, 8))
          .doesNotContain(stranger, PortalFiles.ACCESS_TOKEN);
    }
  }

  @Test
  @DisplayName("N25 what enrols a bastion is in no line of the log, who enrols is")
  void enrolment_isLoggedWithoutSecrets() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      TestBastion bastion = TestBastion.begins(portal);
      String wrong = "a-wrong-verifier-that-somebody-guessed-at-random";
      bastion.approve();
      portal.form(TokenEndpoint.PATH, bastion.poll(wrong));
      String granted = bastion.poll().response().body();
      String assertion = new TestAssertion(portal.clock.instant()).sign();
      portal.form(DeviceEndpoint.PATH, TestAssertion.form(assertion));
      portal.form(DeviceEndpoint.PATH, TestAssertion.form(assertion));
      assertThat(text())
          .contains(
              "/oauth2/device: 200 sallyport begins to enrol, user code " + bastion.userCode(),
              "approved " + bastion.userCode(),
              "/oauth2/token: 400 sallyport invalid_grant: PKCE validation failed",
              "/oauth2/token: 200 sallyport enrolled bastion ",
              "/oauth2/device: 400 invalid_client: assertion that was used before")
          .doesNotContain(PortalFiles.CLIENT_SECRET, bastion.deviceCode(), wrong)
          .doesNotContain(assertion.split("\\.", -1))
          .doesNotContain(
              TestPortal.JSON.readTree(granted).get("access_token").stringValue(),
              TestPortal.JSON.readTree(granted).get("refresh_token").stringValue(),
              TestBastion.VERIFIER);
    }
  }

  @Test
  @DisplayName("N25 refresh tokens, good and wrong ones, are in no line of the log")
  void heartbeats_areLoggedWithoutTokens() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      TestBastion.Enrolled bastion = TestBastion.enrolled(portal);
      String stranger = "0".repeat(64);
      String next = beat(portal, bastion.refreshToken()).text("access_token");
      beat(portal, stranger);
      for (String token : List.of(bastion.refreshToken(), stranger)) {
        Map<String, String> form = TestBastion.authenticated();
        form.put("token", token);
        portal.form(RevocationEndpoint.PATH, form);
        portal.form(IntrospectionEndpoint.PATH, form);
      }
      assertThat(text())
          .containsPattern("/pam/heartbeat: 200 [0-9a-f]{64} beats")
          .contains("/pam/heartbeat: 401 Invalid refresh_token")
          .contains("/oauth2/revoke: 200 sallyport revoked a token, if there was one")
          .doesNotContain(bastion.refreshToken(), bastion.accessToken(), next, stranger);
    }
  }

  private static Reply beat(TestPortal portal, String refreshToken) {
    String json = "{\"refresh_token\": \"" + refreshToken + "\"}";
    return portal.send(
        portal.request(HeartbeatEndpoint.PATH).POST(BodyPublishers.ofString(json)).build());
  }

  @Test
  @DisplayName("N25 signed tokens are in no line of the log, their ids are")
  void bastionTokens_areNotLogged() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      portal.token("dwho");
      String jwt =
          portal
              .post(BastionTokenEndpoint.PATH, "{\"user\": \"dwho\", \"target_host\": \"web-01\"}")
              .json()
              .get("bastion_jwt")
              .stringValue();
      assertThat(text())
          .contains("/pam/bastion-token: bastion-01 200 dwho to web-01, jti ")
          .doesNotContain(jwt.split("\\.", -1));
    }
  }

  @Test
  void refusedTokens_areLoggedWithTheirReason() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      String used = portal.token("dwho");
      String expired = portal.token("dwho");
      verify(portal, used);
      verify(portal, used);
      portal.clock.advance(Duration.ofMinutes(10));
      verify(portal, expired);
      verify(portal, "f");
      assertThat(text())
          .contains("/pam/verify: bastion-01 200 dwho redeemed a token")
          .contains("token is used up", "token is expired", "token is unknown");
    }
  }

  private static void verify(TestPortal portal, String token) {
    portal.post(VerifyEndpoint.PATH, "{\"token\": \"" + token + "\"}");
  }

  private String text() {
    var text = new StringBuilder();
    lines.list.forEach(line -> text.append(line.getFormattedMessage()).append('\n'));
    return text.toString();
  }
}
