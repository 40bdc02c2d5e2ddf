package io.sallyport.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.token.BastionToken;
import io.sallyport.verifier.Request.Bearer;
import io.sallyport.verifier.Request.Question;
import io.sallyport.verifier.Request.Way;
import io.sallyport.verifier.TestBackend.Hop;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What sshd is told under the login at which people are announced. */
@Timeout(30)
class NewcomersTest {
  private static final String ACCOUNT = "sallyport-people";
  private static final SshdConnection FIRST = new SshdConnection("1/1");
  private static final SshdConnection OTHER = new SshdConnection("1/2");
  private static final String ON =
      "people: {socket: people.sock, await: /usr/bin/await}\nused_tokens:";

  @TempDir Path folder;
  private TestBackend backend;
  private ServerSocketChannel helper;

  @BeforeEach
  void makeBackend() throws IOException {
    backend = new TestBackend(folder);
    helper = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    helper.bind(UnixDomainSocketAddress.of(folder.resolve("people.sock")));
  }

  @AfterEach
  void stop() throws IOException {
    helper.close();
  }

  @Test
  void person_isAnnounced_andTheLineGivesNothingButTheWait()
      throws IOException, InterruptedException {
    backend.announces("alice");
    Hop hop = backend.hopTo("web-01", "permit-port-forwarding");
    try (Verifier verifier = start()) {
      Optional<String> line = ask(verifier, hop, Way.AUTHORIZED_KEYS, FIRST);

      assertThat(heard())
          .matches("\\{\"id\":\"[0-9a-f]{32}\",\"name\":\"alice\",\"groups\":\\[\"ops\"]}\n");
      String until = ExpiryTime.UTC.of(expiry(hop)).orElseThrow();
      assertThat(line.orElseThrow())
          .matches(
              "cert-authority,principals=\"sallyport-people\",restrict,"
                  + "command=\"/usr/bin/await alice [0-9a-f]{32}\",expiry-time=\""
                  + until
                  + "\" ssh-ed25519 \\S+")
          .endsWith(hop.authority());
      assertThat(ask(verifier, hop, Way.AUTHORIZED_KEYS, FIRST)).isEqualTo(line);
      assertThat(ask(verifier, hop, Way.AUTHORIZED_PRINCIPALS, FIRST).orElseThrow())
          .startsWith("restrict,command=\"/usr/bin/await alice ")
          .endsWith(" sallyport-people");
    }
    assertThat(audit().getFirst()).contains("\"code\":\"introduced\"", "\"sub\":\"alice\"");
  }

  @Test
  @DisplayName("N29 an announcement belongs to the connection that shows it first, too")
  void announcement_onASecondConnection_isRefused() throws IOException, InterruptedException {
    backend.announces("alice");
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      assertThat(ask(verifier, hop, Way.AUTHORIZED_KEYS, FIRST)).isPresent();
      assertThat(ask(verifier, hop, Way.AUTHORIZED_KEYS, OTHER)).isEmpty();
    }
    assertThat(audit().getLast()).contains("\"code\":\"already-used\"");
  }

  @Test
  void nameOfTheSystem_isNotAnnounced() throws IOException, InterruptedException {
    backend.announces("root");
    assertRefused("not-a-person", start());
    backend.announces("sallyport-people");
    assertRefused("not-a-person", start());
    backend.announces("al.ice");
    assertRefused("not-a-person", start());
  }

  @Test
  void whereNothingSaysSo_nobodyIsAnnounced() throws IOException, InterruptedException {
    backend.announces("alice");
    assertRefused("not-a-person", Verifier.start(backend.config(), Clock.systemUTC()));
  }

  @Test
  void accountOfAnnouncements_isNobodysByAKeyOfItsOwn() throws IOException, InterruptedException {
    String[] key = backend.hopTo("web-01").authority().split(" ", 2);
    VerifierConfig config = backend.directLoginConfig(ACCOUNT, key[1]);
    try (Verifier verifier = Verifier.start(config, Clock.systemUTC())) {
      assertThat(verifier.authorizedKeysLine(ACCOUNT, key[0], key[1], FIRST)).isEmpty();
    }
  }

  @Test
  void accountOfAnnouncements_isNobodysByATokenInTheEnvironment()
      throws IOException, InterruptedException {
    backend.announces(ACCOUNT);
    String token = backend.hopTo("web-01").token();
    try (Verifier verifier = start()) {
      assertThat(verifier.answer(new Bearer(ACCOUNT, token, FIRST))).isEmpty();
    }
  }

  @Test
  void hopForAnotherLogin_isRefusedThere_andTheOthersAreAnsweredAsEver()
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      assertThat(ask(verifier, hop, Way.AUTHORIZED_KEYS, FIRST)).isEmpty();
      assertThat(
              verifier.answer(
                  new Question(Way.AUTHORIZED_KEYS, "deploy", hop.type(), hop.base64(), FIRST)))
          .contains(TestBackend.line(hop));
    }
    assertThat(audit().getFirst()).contains("\"code\":\"principals\"");
  }

  private void assertRefused(String code, Verifier verifier)
      throws IOException, InterruptedException {
    try (verifier) {
      assertThat(ask(verifier, backend.hopTo("web-01"), Way.AUTHORIZED_KEYS, FIRST)).isEmpty();
    }
    assertThat(audit().getLast()).contains("\"code\":\"" + code + "\"");
  }

  private Verifier start() throws IOException {
    return Verifier.start(backend.configWith("used_tokens:", ON), Clock.systemUTC());
  }

  private static Optional<String> ask(
      Verifier verifier, Hop hop, Way way, SshdConnection connection) {
    return verifier.answer(new Question(way, ACCOUNT, hop.type(), hop.base64(), connection));
  }

  private static Instant expiry(Hop hop) {
    return BastionToken.parseUnverified(hop.token()).expiresAt().plusSeconds(30);
  }

  private String heard() throws IOException {
    try (SocketChannel connection = helper.accept()) {
      return new String(Channels.newInputStream(connection).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> audit() throws IOException {
    return Files.readAllLines(backend.audit);
  }
}
