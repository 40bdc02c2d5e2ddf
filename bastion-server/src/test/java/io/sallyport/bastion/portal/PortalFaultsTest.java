package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.portal.Portal.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** N24: everything that is not the portal's answer is an outage: no yes, no no, no token in it. */
@DisplayName("N24 a portal that is broken")
final class PortalFaultsTest {

  private static final String TOKEN = "portal-token-that-nobody-may-see";
  private static final String JSON = "application/json";
  private static final Duration LONG = Duration.ofSeconds(20);

  private TestPortalServer server;
  private LemonLdapPortal portal;

  @BeforeEach
  void start() throws IOException {
    server = new TestPortalServer();
    portal = server.client(LONG);
  }

  @AfterEach
  void stop() {
    portal.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 301, 302, 307, 204})
  void otherStatusThan200And4xx_isAnOutage(int status) {
    server.answers(status, JSON, status == 204 ? "" : "{\"valid\": true, \"user\": \"mallory\"}");

    assertOutage("verify: answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 403, 404})
  void page_isAnOutage_whateverTheStatus(int status) {
    server.answers(status, "text/html", "<html>{\"valid\": true}</html>");

    assertOutage("verify: answered " + status + " with text/html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"valid\":true,\"user\":\"dw",
        "<html>",
        "not json",
        "[]",
        "\"valid\"",
        "null",
        "true",
        "{\"valid\":true,\"user\":\"dwho\"} x",
      })
  void textThatIsNoObject_isAnOutage(String body) {
    server.answers(200, JSON, body);

    assertOutage("verify: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"valid\": \"true\", \"user\": \"dwho\"}",
        "{\"valid\": 1, \"user\": \"dwho\"}",
        "{\"valid\": null}",
        "{\"valid\": true}",
        "{\"valid\": true, \"user\": \"\"}",
        "{\"valid\": true, \"user\": 5}",
        "{\"valid\": true, \"user\": [\"dwho\"]}",
        "{\"valid\": true, \"user\": \"dwho\", \"groups\": \"ops\"}",
        "{\"valid\": true, \"user\": \"dwho\", \"groups\": [\"ops\", 5]}",
        "{\"valid\": true, \"user\": \"dwho\", \"groups\": {\"ops\": true}}",
        "{\"valid\": true, \"user\": \"dwho\", \"groups\": null}",
      })
  void fieldOfAnotherType_isAnOutage(String body) {
    server.answersJson(body);

    assertOutage("verify: the field ");
  }

  @Test
  void groupsLeftOut_areNone() {
    server.answersJson("{\"valid\": true, \"user\": \"dwho\"}");

    assertThat(portal.verify(TOKEN))
        .isEqualTo(new PortalAnswer.Given<>(new Person("dwho", List.of())));
  }

  @Test
  void groups256_areGroups_and257AreAnOutage() {
    server.answersJson(withGroups(256));
    assertThat(portal.verify(TOKEN)).isInstanceOf(PortalAnswer.Given.class);

    server.answersJson(withGroups(257));
    assertOutage("at most 256");
  }

  @Test
  void answerOf256KiB_isRead_andAByteMoreIsAnOutage() {
    server.answersJson(ofSize(256 * 1024));
    assertThat(portal.verify(TOKEN)).isInstanceOf(PortalAnswer.Given.class);

    server.answersJson(ofSize(256 * 1024 + 1));
    assertOutage("larger than 262144 bytes");
  }

  @Test
  void answerWithoutEnd_isAnOutage_andIsNotReadToItsEnd() {
    AtomicInteger sent = new AtomicInteger();
    byte[] block = " ".repeat(64 * 1024).getBytes(US_ASCII);
    server.answers(exchange -> {
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.sendResponseHeaders(200, 0);
      while (sent.incrementAndGet() < 10_000) {
        exchange.getResponseBody().write(block);
      }
    });

    assertOutage("larger than 262144 bytes");
    assertThat(sent.get()).isLessThan(10_000);
  }

  @Test
  void answerThatIsCutOff_isAnOutage() {
    server.answers(exchange -> {
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("{\"valid\":true".getBytes(US_ASCII));
      exchange.getResponseBody().flush();
    });

    assertOutage("verify: no answer");
  }

  @Test
  void answerAfterTheTimeout_isAnOutage() {
    CountDownLatch never = new CountDownLatch(1);
    server.answers(_ -> never.await());
    try (var hasty = server.client(Duration.ofMillis(200))) {
      assertThat(hasty.verify(TOKEN))
          .isEqualTo(new PortalAnswer.Unavailable<>("verify: no answer (timeout)"));
    }
  }

  @Test
  void bodyThatTricklesBeyondTheTimeout_isAnOutage() {
    CountDownLatch never = new CountDownLatch(1);
    server.answers(exchange -> {
      exchange.getResponseHeaders().set("Content-Type", JSON);
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      never.await();
    });
    try (var hasty = server.client(Duration.ofMillis(200))) {
      assertThat(hasty.verify(TOKEN)).isInstanceOf(PortalAnswer.Unavailable.class);
    }
  }

  @ParameterizedTest(name = "N45 {0} to another host is not followed: nobody else is believed")
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectToAnotherHost_isNotFollowed(int status) throws IOException {
    try (TestPortalServer other = new TestPortalServer()) {
      other.answersJson("{\"valid\": true, \"user\": \"dwho\"}");
      server.answers(exchange -> {
        exchange.getResponseHeaders().set("Location", other.url() + "/pam/verify");
        TestPortalServer.send(exchange, status, "text/plain", "");
      });

      assertOutage("verify: answered " + status);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void nobodyListening_isAnOutage() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:" + port);
    try (var lonely = TestPortalServer.client(url, LONG)) {
      assertThat(lonely.verify(TOKEN)).isInstanceOf(PortalAnswer.Unavailable.class);
      assertThat(lonely.authorize("dwho", "web-01")).isInstanceOf(PortalAnswer.Unavailable.class);
    }
  }

  @Test
  @DisplayName(
      "N23 a one-time token is sent once, also when the connection breaks before an answer")
  void connectionThatBreaks_isAnOutage_andTheTokenIsNotSentAgain() {
    keepAConnection();
    server.answers(_ -> {}); // closes it without an answer

    assertOutage("verify: no answer");
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void keptConnectionThatThePortalCloses_isNoOutage_forWhatMayBeAskedTwice() {
    keepAConnection();
    server.answers(breaksOnce("{\"authorized\": true, \"user\": \"dwho\"}"));

    assertThat(portal.authorize("dwho", "web-01")).isInstanceOf(PortalAnswer.Given.class);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void oneTimeToken_neverGoesThroughAConnectionThatMayBeStale() {
    keepAConnection();
    server.answersJson("{\"valid\": true, \"user\": \"dwho\"}");
    var _ = portal.verify(TOKEN);
    var _ = portal.verify(TOKEN);

    assertThat(server.clients()).hasSize(3);
  }

  private void keepAConnection() {
    server.answersJson("{\"authorized\": true, \"user\": \"dwho\"}");
    assertThat(portal.authorize("dwho", "web-01")).isInstanceOf(PortalAnswer.Given.class);
  }

  private static TestPortalServer.Answer breaksOnce(String json) {
    AtomicBoolean broken = new AtomicBoolean();
    return exchange -> {
      if (broken.getAndSet(true)) {
        TestPortalServer.send(exchange, 200, JSON, json);
      }
    };
  }

  /** Not yes, not no; and what is told of it quotes neither what we sent nor what we got. */
  private void assertOutage(String reason) {
    PortalAnswer<Person> answer = portal.verify(TOKEN);
    assertThat(answer).isInstanceOf(PortalAnswer.Unavailable.class);
    assertThat(((PortalAnswer.Unavailable<Person>) answer).reason())
        .contains(reason)
        .doesNotContain(TOKEN, TestPortalServer.ACCESS_TOKEN, "mallory", "dwho");
  }

  private static String withGroups(int count) {
    String groups = String.join(",", Collections.nCopies(count, "\"g\""));
    return "{\"valid\": true, \"user\": \"dwho\", \"groups\": [" + groups + "]}";
  }

  private static String ofSize(int bytes) {
    String json = "{\"valid\": true, \"user\": \"dwho\"}";
    return json + " ".repeat(bytes - json.length());
  }
}
