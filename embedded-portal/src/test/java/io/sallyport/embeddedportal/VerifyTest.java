package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerifyTest {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final String INVALID = "Invalid or expired token";

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
  void goodToken_tellsWhoMadeIt() {
    Reply reply = verify(portal.token("dwho"));
    assertThat(reply.json())
        .isEqualTo(
            TestPortal.JSON.readTree(
                """
                {"valid": true, "user": "dwho", "groups": ["users", "timelords"],
                 "attrs": {"uid": "dwho", "cn": "Doctor Who", "mail": "dwho@badwolf.org",
                           "gecos": "Doctor Who"}}
                """));
  }

  @Test
  @DisplayName("N23 unknown, used and expired tokens get the same answer, byte for byte")
  void unknownUsedAndExpired_areOneAnswer() {
    String used = portal.token("dwho");
    verify(used);
    String expired = portal.token("dwho");
    portal.clock.advance(LIFE);
    String unknown = verify("f".repeat(64)).response().body();
    assertThat(unknown).contains(INVALID).doesNotContain("user");
    assertThat(verify(used).response().body()).isEqualTo(unknown);
    assertThat(verify(expired).response().body()).isEqualTo(unknown);
  }

  @Test
  void tokenOneMillisecondBeforeItsEnd_isGood() {
    String token = portal.token("dwho");
    portal.clock.advance(LIFE.minusMillis(1));
    assertThat(valid(verify(token))).isTrue();
  }

  @Test
  void tokenThatExpiresNow_isRefused() {
    String token = portal.token("dwho");
    portal.clock.advance(LIFE);
    assertThat(valid(verify(token))).isFalse();
  }

  @Test
  @DisplayName("N23 a token redeemed by one bastion is used up for another")
  void usedElsewhere_isRefused() {
    String token = portal.token("dwho");
    verify(token);
    Reply elsewhere = portal.post(VerifyEndpoint.PATH, PortalFiles.BACKEND_TOKEN, json(token));
    assertThat(valid(elsewhere)).isFalse();
  }

  @Test
  @DisplayName("N23 of 24 concurrent uses of one token exactly one succeeds")
  void concurrentUses_oneSucceeds() throws InterruptedException, ExecutionException {
    for (int round = 0; round < 5; round++) {
      assertThat(goodAmongConcurrentUses(portal.token("dwho"), 24)).isEqualTo(1);
    }
  }

  private long goodAmongConcurrentUses(String token, int uses)
      throws InterruptedException, ExecutionException {
    var start = new CountDownLatch(1);
    List<Future<Reply>> replies = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int use = 0; use < uses; use++) {
        replies.add(
            threads.submit(() -> {
              start.await();
              return verify(token);
            }));
      }
      start.countDown();
      long good = 0;
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().status()).isEqualTo(200);
        good += valid(reply.get()) ? 1 : 0;
      }
      return good;
    }
  }

  @Test
  void tokensOfOnePerson_areIndependent() {
    String first = portal.token("dwho");
    String second = portal.token("dwho");
    assertThat(valid(verify(second))).isTrue();
    assertThat(valid(verify(first))).isTrue();
  }

  @Test
  void tokenOfSomebodyWhoLeft_isRefused() throws IOException {
    String token = portal.token("msmith");
    portal.close();
    portal.files.change("  - {name: msmith, groups: [users, earthlings]}\n", "");
    portal = TestPortal.of(portal.files, portal.clock);
    assertThat(verify(token).json().get("error").stringValue()).isEqualTo(INVALID);
  }

  @Test
  void unknownFingerprint_isRefusedAndUsesTheTokenUp() {
    String token = portal.token("dwho");
    Reply reply = portal.post(VerifyEndpoint.PATH, json(token, PortalFiles.ANSIBLE_KEY));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("error").stringValue()).isEqualTo("SSH fingerprint not recognized");
    assertThat(valid(reply)).isFalse();
    assertThat(valid(verify(token))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zzz", "MD5:00:11", "SHA256:short", "SHA256:"})
  void malformedFingerprint_isABadRequestAndUsesTheTokenUp(String fingerprint) {
    String token = portal.token("dwho");
    Reply reply = portal.post(VerifyEndpoint.PATH, json(token, fingerprint));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("error").stringValue()).isEqualTo("Malformed SSH fingerprint");
    assertThat(valid(reply)).isFalse();
    assertThat(valid(verify(token))).isFalse();
  }

  @Test
  void configuredLife_isTheTokensLife() throws IOException {
    portal.close();
    portal.files.change("control:", "token_ttl: 2s\ncontrol:");
    portal = TestPortal.of(portal.files, portal.clock);
    String token = portal.token("dwho");
    String late = portal.token("dwho");
    portal.clock.advance(Duration.ofMillis(1999));
    assertThat(valid(verify(token))).isTrue();
    portal.clock.advance(Duration.ofMillis(1));
    assertThat(valid(verify(late))).isFalse();
  }

  @Test
  void tokenIs256RandomBits() {
    assertThat(portal.token("dwho")).matches("[0-9a-f]{64}").isNotEqualTo(portal.token("dwho"));
  }

  private Reply verify(String token) {
    return portal.post(VerifyEndpoint.PATH, json(token));
  }

  private static String json(String token) {
    return "{\"token\": \"" + token + "\"}";
  }

  private static String json(String token, String fingerprint) {
    return "{\"token\": \"" + token + "\", \"fingerprint\": \" " + fingerprint + "\\n\"}";
  }

  private static boolean valid(Reply reply) {
    return reply.json().get("valid").booleanValue();
  }
}
