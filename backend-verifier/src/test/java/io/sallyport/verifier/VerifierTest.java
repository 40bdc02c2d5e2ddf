package io.sallyport.verifier;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.Loaded;
import io.sallyport.verifier.TestBackend.Hop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  @TempDir Path folder;
  private static final SshdConnection CONNECTION = new SshdConnection("1/1");

  private TestBackend backend;

  @BeforeEach
  void makeBackend() throws IOException {
    backend = new TestBackend(folder);
  }

  @Test
  void goodHop_getsALineForItsLoginAndItsAuthority() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      assertThat(ask(verifier, hop)).contains(TestBackend.line(hop));
    }
  }

  @Test
  void decision_isOneLineOfJsonWithoutTheToken() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    Instant at = Instant.now();
    try (Verifier verifier = Verifier.start(backend.config(), InstantSource.fixed(at))) {
      var _ = ask(verifier, hop);
    }

    assertThat(Files.readString(backend.audit))
        .isEqualTo(
            """
            {"at":"%s","decision":"allowed","code":"ok","login":"deploy","bastion":"bastion-01",\
            "jti":"j-1","key_id":"bastion=bastion-01;user=alice;target=web-01;jti=j-1",\
            "sid":"s-1","sub":"alice","target":"web-01"}
            """
                .formatted(at));
  }

  @Test
  @DisplayName("N29 a token for backend A is refused on B, and the audit file says what it was")
  void hopToAnotherHost_isRefused() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-02");
    try (Verifier verifier = start()) {
      assertThat(ask(verifier, hop)).isEmpty();
    }

    assertThat(audit())
        .singleElement()
        .asString()
        .contains("\"decision\":\"refused\"", "\"code\":\"wrong-target\"", "\"sid\":\"s-1\"")
        .contains("\"detail\":\"the token is for the host web-02\"")
        .doesNotContain(hop.token());
  }

  @ParameterizedTest(name = "N13 {0}")
  @ValueSource(
      strings = {"", "-oProxy", "a,b", "a\"b", "a b", "a\nb", "../a", "a@b", "\u00e4", "*", "a:b"})
  void loginThatCouldBeMisread_isRefusedWithoutLookingAtTheKey(String login)
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      assertThat(verifier.authorizedKeysLine(login, hop.type(), hop.base64(), CONNECTION))
          .isEmpty();
    }

    assertThat(audit()).singleElement().asString().contains("\"code\":\"malformed\"");
  }

  @ParameterizedTest
  @CsvSource({
    "clear,                   ''",
    "permit-pty,              ',pty'",
    "permit-port-forwarding,  ',port-forwarding'",
    "permit-agent-forwarding, ',agent-forwarding'",
    "permit-x11-forwarding,   ',x11-forwarding'",
    "permit-user-rc,          ''",
  })
  void line_givesBackWhatTheCertificatePermits_andNothingElse(String permit, String options)
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01", permit);
    try (Verifier verifier = start()) {
      assertThat(ask(verifier, hop))
          .contains(
              "cert-authority,principals=\"deploy\",restrict" + options + " " + hop.authority());
    }
  }

  @Test
  void loginOf64Characters_isTheLongest() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      var _ = verifier.authorizedKeysLine("a".repeat(64), hop.type(), hop.base64(), CONNECTION);
      var _ = verifier.authorizedKeysLine("a".repeat(65), hop.type(), hop.base64(), CONNECTION);
    }

    assertThat(audit().get(0)).contains("\"code\":\"principals\"");
    assertThat(audit().get(1)).contains("\"code\":\"malformed\"");
  }

  @Test
  void plainKey_isRefused() throws IOException, InterruptedException {
    String[] key = backend.hopTo("web-01").authority().split(" ", 2);
    try (Verifier verifier = start()) {
      assertThat(verifier.authorizedKeysLine("deploy", key[0], key[1], CONNECTION)).isEmpty();
    }

    assertThat(audit()).singleElement().asString().contains("\"code\":\"malformed\"");
  }

  @Test
  void decisionThatCannotBeRecorded_isNo() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      Files.delete(backend.audit);
      Files.createDirectory(backend.audit);
      assertThat(ask(verifier, hop)).isEmpty();

      Files.delete(backend.audit);
      assertThat(ask(verifier, hop)).isPresent();
    }
  }

  @Test
  void auditFileThatWasMovedAway_isMadeAnewForGroupToRead()
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      Files.move(backend.audit, folder.resolve("audit.1"));
      var _ = ask(verifier, hop);
    }

    assertThat(audit()).hasSize(1);
    assertThat(Files.getPosixFilePermissions(backend.audit))
        .isSubsetOf(PosixFilePermissions.fromString("rw-r-----"));
  }

  @Test
  void auditFileThatIsALink_stopsTheStart() throws IOException {
    Files.createSymbolicLink(backend.audit, folder.resolve("elsewhere"));

    assertThatThrownBy(this::start).isInstanceOf(IOException.class);
  }

  @Test
  void limitsOfTheConfiguration_reachTheDecision() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    VerifierConfig config = backend.config();
    assertThat(codeFor(hop, config)).contains("\"code\":\"ok\"");
    assertThat(codeFor(hop, with(config, List.of("web-02"), 300, 30))).contains("wrong-target");
    assertThat(codeFor(hop, with(config, config.names(), 299, 30))).contains("life-too-long");

    InstantSource later = InstantSource.offset(Clock.systemUTC(), Duration.ofSeconds(310));
    assertThat(codeFor(hop, config, later)).contains("\"code\":\"ok\"");
    assertThat(codeFor(hop, with(config, config.names(), 300, 0), later)).contains("expired");
  }

  @ParameterizedTest(name = "{0} with the key {1}: {2}")
  @CsvSource({
    "ansible, jpfNOoQZuO0u5G9uUvqzqdWnzUaebcmAc7unL7m5fuE, ok",
    "ansible, 6UcUKVUI2mEt6uy6nSmYIkp2yCGDOnsYiGsQVWkQu4M, not-a-service-account",
    "alice,   jpfNOoQZuO0u5G9uUvqzqdWnzUaebcmAc7unL7m5fuE, not-a-service-account",
  })
  void bastionsOwnIssuer_isBelievedAboutTheAccountsInTheFile_andTheirKeys(
      String account, String key, String code) throws IOException, InterruptedException {
    backend.accountsFile("ansible", "SHA256:jpfNOoQZuO0u5G9uUvqzqdWnzUaebcmAc7unL7m5fuE");
    var config =
        (Loaded.Valid<VerifierConfig>)
            VerifierConfigFile.read(backend.configFileWithAccounts("own.json"));
    backend.vouchesFor(account, "SHA256:" + key);

    assertThat(codeFor(backend.hopTo("web-01"), config.config()))
        .contains("\"code\":\"" + code + "\"");
  }

  @ParameterizedTest(name = "{0}after {1} s: {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0, offline-not-allowed",
        "`    offline: {}\n`, 28800, ok",
        "`    offline: {}\n`, 28900, expired",
        "`    offline: {max: 1h}\n`, 3600, ok",
        "`    offline: {max: 1h}\n`, 3700, expired",
        "`    offline: {groups: [ops]}\n`, 60, ok",
        "`    offline: {groups: [dev]}\n`, 60, offline-not-allowed",
      })
  void earlierToken_countsAsTheConfigurationSays(String offline, int after, String code)
      throws IOException, InterruptedException {
    Hop hop = backend.offlineHop();
    var config =
        (Loaded.Valid<VerifierConfig>)
            VerifierConfigFile.read(
                backend.configFileWithOffline(hop, offline.replace("\\n", "\n")));

    assertThat(codeFor(hop, config.config(), Clock.offset(Clock.systemUTC(), ofSeconds(after))))
        .contains("\"code\":\"" + code + "\"", "\"offline\":\"true\"", "\"sid\":\"s-2\"");
  }

  @Test
  @DisplayName("N29 a token that another connection has shown is refused, also after a restart")
  void token_belongsToTheConnectionThatShowsItFirst() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    SshdConnection other = new SshdConnection("1/2");
    try (Verifier verifier = start()) {
      assertThat(ask(verifier, hop)).contains(TestBackend.line(hop));
      assertThat(ask(verifier, hop)).contains(TestBackend.line(hop));
      assertThat(verifier.authorizedKeysLine("deploy", hop.type(), hop.base64(), other)).isEmpty();
    }
    try (Verifier verifier = start()) {
      assertThat(verifier.authorizedKeysLine("deploy", hop.type(), hop.base64(), other)).isEmpty();
      assertThat(ask(verifier, hop)).isPresent();
    }

    assertThat(audit().get(2)).contains("\"code\":\"already-used\"", "\"jti\":\"j-1\"");
    assertThat(audit().get(3)).contains("\"code\":\"already-used\"");
  }

  @Test
  void whileItCannotBeWrittenThatATokenWasUsed_nobodyIsLetIn()
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      Files.delete(backend.config().usedTokens());
      assertThat(ask(verifier, hop)).isEmpty();
    }
  }

  private String codeFor(Hop hop, VerifierConfig config) throws IOException {
    return codeFor(hop, config, Clock.systemUTC());
  }

  private String codeFor(Hop hop, VerifierConfig config, InstantSource clock) throws IOException {
    try (Verifier verifier = Verifier.start(config, clock)) {
      var _ = ask(verifier, hop);
    }
    return audit().getLast();
  }

  private static VerifierConfig with(
      VerifierConfig config, List<String> names, int maxLife, int skew) {
    return new VerifierConfig(
        config.socket(),
        names,
        config.issuers(),
        config.bastions(),
        config.serviceAccounts(),
        Duration.ofSeconds(maxLife),
        Duration.ofSeconds(skew),
        config.usedTokens(),
        config.audit());
  }

  private static Optional<String> ask(Verifier verifier, Hop hop) {
    return verifier.authorizedKeysLine("deploy", hop.type(), hop.base64(), CONNECTION);
  }

  private Verifier start() throws IOException {
    return Verifier.start(backend.config(), Clock.systemUTC());
  }

  private List<String> audit() throws IOException {
    return Files.readAllLines(backend.audit);
  }
}
