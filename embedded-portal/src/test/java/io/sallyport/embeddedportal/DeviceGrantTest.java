package io.sallyport.embeddedportal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.control.OrderReply;
import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeviceGrantTest {
  @TempDir Path folder;
  private TestPortal portal;

  @BeforeEach
  void start() throws IOException {
    portal = TestPortal.in(folder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void begun_getsTwoCodesAndWhereToGo() {
    Reply reply = TestBastion.begins(portal).begun();
    assertThat(reply.text("device_code")).matches("[0-9a-f]{64}");
    assertThat(reply.text("user_code"))
        .matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
    assertThat(reply.json())
        .isEqualTo(
            TestPortal.JSON.valueToTree(
                Map.of(
                    "device_code",
                    reply.text("device_code"),
                    "user_code",
                    reply.text("user_code"),
                    "verification_uri",
                    "http://portal.example/device",
                    "verification_uri_complete",
                    "http://portal.example/device?user_code="
                        + reply.text("user_code").replace("-", ""),
                    "expires_in",
                    600,
                    "interval",
                    5)));
  }

  @Test
  void approved_getsTokensWithoutTheOfflineScope() {
    TestBastion bastion = TestBastion.begins(portal);
    assertError(bastion.poll(), "authorization_pending");
    bastion.approve();
    Reply reply = bastion.poll();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("access_token")).matches("[0-9a-f]{64}");
    assertThat(reply.text("refresh_token"))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(reply.text("access_token"));
    assertThat(reply.json())
        .isEqualTo(
            TestPortal.JSON.valueToTree(
                Map.of(
                    "access_token",
                    reply.text("access_token"),
                    "refresh_token",
                    reply.text("refresh_token"),
                    "token_type",
                    "Bearer",
                    "expires_in",
                    3600,
                    "scope",
                    "pam:server")));
    assertThat(reply.header("Cache-Control")).contains("no-store");
  }

  @Test
  void refreshToken_isOnlyForThoseWhoAsk() {
    TestBastion bastion = TestBastion.begins(portal, TestBastion.request("pam pam:server"));
    bastion.approve();
    Reply reply = bastion.poll();
    assertThat(reply.text("scope")).isEqualTo("pam pam:server");
    assertThat(reply.json().has("refresh_token")).isFalse();
  }

  @Test
  void usedCode_isExpired() {
    TestBastion bastion = TestBastion.begins(portal);
    bastion.approve();
    assertThat(bastion.poll().status()).isEqualTo(200);
    assertError(bastion.poll(), "expired_token");
  }

  @Test
  @DisplayName("of many that redeem one code at once, one gets tokens")
  void codeRedeemedByMany_isRedeemedOnce() throws ExecutionException, InterruptedException {
    TestBastion bastion = TestBastion.begins(portal);
    bastion.approve();
    int enrolled = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var polls =
          IntStream.range(0, 16).mapToObj(_ -> threads.submit(() -> bastion.poll())).toList();
      for (Future<Reply> poll : polls) {
        enrolled += poll.get().status() == 200 ? 1 : 0;
      }
    }
    assertThat(enrolled).isEqualTo(1);
  }

  @Test
  void denied_staysDenied() {
    TestBastion bastion = TestBastion.begins(portal);
    bastion.deny();
    assertError(bastion.poll(), "access_denied");
    assertThat(bastion.approve()).isInstanceOf(OrderReply.Refused.class);
    assertError(bastion.poll(), "access_denied");
  }

  @Test
  void code_expiresAfterTenMinutes() {
    TestBastion bastion = TestBastion.begins(portal);
    portal.clock.advance(Duration.ofMinutes(10).minusMillis(1));
    assertError(bastion.poll(), "authorization_pending");
    bastion.approve();
    portal.clock.advance(Duration.ofMillis(1));
    assertError(bastion.poll(), "expired_token");
    assertThat(bastion.approve()).isInstanceOf(OrderReply.Refused.class);
  }

  @Test
  void codeOfAnotherClient_isUnknown() {
    TestBastion bastion = TestBastion.begins(portal);
    bastion.approve();
    Map<String, String> form = bastion.poll(TestBastion.VERIFIER);
    form.put("client_id", "anybody");
    form.remove("client_secret");
    assertError(portal.form(TokenEndpoint.PATH, form), "expired_token");
    form.putAll(TestBastion.authenticated());
    form.put("device_code", "f".repeat(64));
    assertError(portal.form(TokenEndpoint.PATH, form), "expired_token");
    assertThat(bastion.poll().status()).isEqualTo(200);
  }

  @Test
  void fourthQuestionAtOnce_slowsDown() {
    TestBastion bastion = TestBastion.begins(portal);
    for (int i = 0; i < 3; i++) {
      assertError(bastion.poll(), "authorization_pending");
    }
    assertError(bastion.poll(), "slow_down");
    portal.clock.advance(Duration.ofSeconds(5));
    assertError(bastion.poll(), "authorization_pending");
    portal.clock.advance(Duration.ofSeconds(9));
    assertError(bastion.poll(), "slow_down");
    bastion.approve();
    assertThat(bastion.poll().status()).isEqualTo(200);
  }

  @Test
  void wrongVerifier_failsWithoutUsingTheCodeUp() {
    TestBastion bastion = TestBastion.begins(portal);
    bastion.approve();
    Reply none = portal.form(TokenEndpoint.PATH, bastion.poll(""));
    assertError(none, "invalid_grant");
    assertThat(none.text("error_description")).isEqualTo("code_verifier is required");
    for (String wrong : new String[] {"wrong".repeat(10), "short", "ä".repeat(43)}) {
      Reply reply = portal.form(TokenEndpoint.PATH, bastion.poll(wrong));
      assertError(reply, "invalid_grant");
      assertThat(reply.text("error_description")).isEqualTo("PKCE validation failed");
    }
    assertThat(bastion.poll().status()).isEqualTo(200);
  }

  @Test
  @DisplayName("a verifier without a challenge, which somebody took out on the way, is refused")
  void verifierWithoutChallenge_isRefused() {
    Map<String, String> request = TestBastion.request(TestBastion.SCOPE);
    request.remove("code_challenge");
    request.remove("code_challenge_method");
    TestBastion bastion = TestBastion.begins(portal, request);
    bastion.approve();
    assertError(bastion.poll(), "invalid_grant");
    assertThat(portal.form(TokenEndpoint.PATH, bastion.poll("")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "code_challenge_method, plain",
    "code_challenge_method, ''",
    "code_challenge, ''",
    "code_challenge, short",
    "scope, 'pam\"'",
  })
  void malformedDeviceRequest_isRefused(String name, String value) {
    Map<String, String> request = TestBastion.request(TestBastion.SCOPE);
    request.put(name, value);
    assertError(portal.form(DeviceEndpoint.PATH, request), "invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    "'', invalid_request",
    "password, unsupported_grant_type",
    "refresh_token, invalid_grant",
    "urn:ietf:params:oauth:grant-type:device_code, invalid_request",
  })
  void otherGrants_areRefused(String grant, String error) {
    Map<String, String> form = TestBastion.authenticated();
    form.put("grant_type", grant);
    assertError(portal.form(TokenEndpoint.PATH, form), error);
  }

  @Test
  @DisplayName("whoever can name a public client cannot fill the database")
  void hundredMayWait_forEachClient() {
    Map<String, String> anybody = Map.of("client_id", "anybody");
    for (int i = 0; i < 100; i++) {
      TestBastion.begins(portal, anybody);
    }
    assertError(portal.form(DeviceEndpoint.PATH, anybody), "server_error");
    TestBastion.begins(portal);
    portal.clock.advance(Duration.ofMinutes(10));
    TestBastion.begins(portal, anybody);
  }

  @Test
  void approvalAndTokens_surviveARestart() throws IOException {
    TestBastion bastion = TestBastion.begins(portal);
    bastion.approve();
    Map<String, String> poll = bastion.poll(TestBastion.VERIFIER);
    restart();
    Reply reply = portal.form(TokenEndpoint.PATH, poll);
    assertThat(reply.status()).isEqualTo(200);
    restart();
    assertThat(portal.post(UserinfoEndpoint.PATH, reply.text("access_token"), "{}").status())
        .isEqualTo(400);
  }

  @Test
  @DisplayName("N43 the database has none of the secrets that the portal handed out")
  void database_hasOnlyHashes() throws IOException {
    TestBastion waiting = TestBastion.begins(portal);
    TestBastion.Enrolled enrolled = TestBastion.enrolled(portal);
    portal.close();
    String file = Files.readString(folder.resolve("state/portal.mv.db"), ISO_8859_1);
    assertThat(file).contains(waiting.userCode().replace("-", ""));
    for (String secret :
        List.of(waiting.deviceCode(), enrolled.accessToken(), enrolled.refreshToken())) {
      assertThat(file).doesNotContain(secret.substring(0, 16));
    }
  }

  private void restart() throws IOException {
    portal.close();
    portal = TestPortal.of(portal.files, portal.clock);
  }

  private static void assertError(Reply reply, String error) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo(error);
  }
}
