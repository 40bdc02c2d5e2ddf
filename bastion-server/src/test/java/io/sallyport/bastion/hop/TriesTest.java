package io.sallyport.bastion.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent.HopFailed;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.testing.BusyFront;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that close connections unheard, as sshd does that has too many logins under way. */
final class TriesTest extends WithBastion {

  private static final String EXCEEDED = "Exceeded MaxStartups\r\n";
  private static final String PENALIZED = "Not allowed at this time\r\n";

  TriesTest(@TempDir Path folder) {
    super(folder);
  }

  @ParameterizedTest(name = "{0} connections are closed with \"{1}\"")
  @CsvSource({"0, ''", "1, ''", "5, ''", "5, Exceeded MaxStartups", "5, Not allowed at this time"})
  void connectionsThatAreClosedUnheard_areTriedAgain(int dropped, String words)
      throws IOException, InterruptedException {
    try (BusyFront front = front(dropped, words.isEmpty() ? "" : words + "\r\n")) {
      ClientSession web = throughTheFront();

      assertThat(Run.exec(web, "echo hello").stdout()).isEqualTo("hello\n");
      assertThat(front.connections()).isEqualTo(dropped + 1);
      assertThat(bastion.waiting.pauses()).hasSize(dropped);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", EXCEEDED, PENALIZED})
  void backendThatClosesEveryConnection_isGivenUpInTime_andTheAuditSaysHowOftenItWasTried(
      String words) throws IOException, InterruptedException {
    try (BusyFront front = front(Integer.MAX_VALUE, words)) {
      assertThatThrownBy(this::throughTheFront).isInstanceOf(IOException.class);

      assertThat(client.told().toString()).contains("the host cannot be reached right now");
      assertThat(bastion.audit.await(HopFailed.class).reason())
          .isEqualTo(
              "web-02 cannot be reached: tried %d times, it closed every connection unheard"
                  .formatted(front.connections()));
      assertPausesGrow(bastion.waiting.pauses());
    }
  }

  private static void assertPausesGrow(List<Duration> pauses) {
    assertThat(pauses).hasSizeBetween(8, 16);
    for (int i = 0; i < pauses.size(); i++) {
      Duration longest = Duration.ofMillis(100L << Math.min(i, 4));
      assertThat(pauses.get(i)).isBetween(longest.dividedBy(2), longest);
    }
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
  }

  @Test
  void portWhereNobodyListens_isNotTriedAgain() throws IOException, InterruptedException {
    try (ServerSocket none = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      target(none.getLocalPort());
    }

    assertNotTriedAgain();
  }

  @Test
  void otherHostKey_isNotTriedAgain() throws IOException, InterruptedException {
    try (BusyFront front = front(0, "")) {
      Files.writeString(bastion.knownHosts(), "");

      assertNotTriedAgain();
      assertThat(front.connections()).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoSsh_isNotTriedAgain() throws IOException, InterruptedException {
    try (BusyFront front = front(Integer.MAX_VALUE, "HTTP/1.1 400 Bad Request\r\n".repeat(9999))) {
      assertNotTriedAgain();
      assertThat(front.connections()).isEqualTo(1);
    }
  }

  @Test
  void noCommonAlgorithm_isNotTriedAgain() throws IOException, InterruptedException {
    bastion.backend.onlyLegacy();
    try (BusyFront front = front(0, "")) {
      assertNotTriedAgain();
      assertThat(front.connections()).isEqualTo(1);
    }
  }

  private void assertNotTriedAgain() throws InterruptedException {
    assertThatThrownBy(this::throughTheFront).isInstanceOf(IOException.class);
    assertThat(bastion.audit.await(HopFailed.class).target()).isEqualTo("web-02");
    assertThat(bastion.waiting.pauses()).isEmpty();
  }

  private BusyFront front(int dropped, String words) throws IOException {
    BusyFront front = BusyFront.of(bastion.backend.address(), dropped, words);
    target(front.port());
    return front;
  }

  private void target(int port) throws IOException {
    bastion.target(new Target("web-02", 22, new Address("127.0.0.1", port), "default"));
    Files.writeString(bastion.knownHosts(), bastion.backend.knownAs("web-02"));
  }

  private ClientSession throughTheFront() throws IOException {
    return client.jump(ansible(), "deploy", "web-02", 22);
  }
}
