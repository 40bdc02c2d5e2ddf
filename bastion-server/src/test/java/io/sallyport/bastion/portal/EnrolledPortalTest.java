package io.sallyport.bastion.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bastion that has enrolled, with the answers of a real portal to what it sends. */
final class EnrolledPortalTest {

  private static final String YES = "{\"authorized\": true, \"user\": \"dwho\"}";

  private final CountDownLatch beaten = new CountDownLatch(1);
  private volatile String good = "access-1";
  private volatile boolean revoked;
  private final AtomicInteger beats = new AtomicInteger();
  private TestPortalServer server;
  private LemonLdapPortal portal;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    server = new TestPortalServer();
    server.answers(exchange -> {
      boolean isBeat = exchange.getRequestURI().getPath().endsWith("/heartbeat");
      String bearer = exchange.getRequestHeaders().getFirst("Authorization");
      if (isBeat && revoked) {
        Recorded.named("heartbeat: bad refresh token").to(exchange);
      } else if (isBeat) {
        int beat = beats.incrementAndGet();
        json(
            exchange,
            "{\"status\":\"ok\",\"access_token\":\"access-"
                + beat
                + "\",\"expires_in\":3600,\"next_heartbeat\":300,\"server_time\":1}");
        beaten.countDown();
      } else if (("Bearer " + good).equals(bearer)) {
        json(exchange, YES);
      } else {
        Recorded.named("verify: wrong bearer").to(exchange);
      }
    });
    Path tokens = folder.resolve("tokens.json");
    new PortalTokens(Secret.of("access-0"), Secret.of("refresh"), Instant.EPOCH, Instant.EPOCH)
        .write(tokens);
    portal =
        LemonLdapPortal.enrolled(
            server.url(),
            new PortalClient("pam-access", Optional.empty(), tokens),
            "bastion",
            new Transport(
                Duration.ofSeconds(20), PortalTls.USUAL, Optional.empty(), Optional.empty()),
            () -> new HeartbeatReport(Map.of(), List.of()),
            InstantSource.system());
    assertThat(beaten.await(15, TimeUnit.SECONDS)).isTrue();
    assertThat(ask()).isInstanceOf(PortalAnswer.Given.class); // waits until the beat is over
  }

  @AfterEach
  void stop() {
    portal.close();
    server.close();
  }

  @Test
  void firstBeat_comesAtTheStart_andItsTokenIsShown() {
    assertThat(server.asked().getFirst().authorization()).isNull();
    assertThat(server.asked().getLast().authorization()).isEqualTo("Bearer access-1");
  }

  @Test
  void tokenThatIsNotTaken_isRefreshedOnce_andTheQuestionAskedAgain() {
    good = "access-2";

    assertThat(ask()).isInstanceOf(PortalAnswer.Given.class);
    assertThat(beats).hasValue(2);
  }

  @Test
  void tokenThatIsNotTakenEither_isTheEndOfIt() {
    good = "none";

    assertThat(ask())
        .isEqualTo(
            new PortalAnswer.Unavailable<>(
                "authorize: the portal does not accept this bastion's access token (401)", false));
    assertThat(beats).hasValue(2);
  }

  @Test
  void revokedBastion_asksNothingMore_andSaysWhy() {
    revoked = true;
    good = "none";
    var _ = ask();
    int asked = server.asked().size();

    assertThat(ask())
        .isEqualTo(
            new PortalAnswer.Unavailable<>(
                "authorize: the portal has revoked this bastion's enrolment", false));
    assertThat(server.asked()).hasSize(asked);
  }

  private PortalAnswer<Portal.Authorization> ask() {
    return portal.authorize("dwho", "web-01");
  }

  private static void json(HttpExchange exchange, String body) throws IOException {
    TestPortalServer.send(exchange, 200, "application/json", body);
  }
}
