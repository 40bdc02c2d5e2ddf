package io.sallyport.verifier;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.token.BastionToken;
import io.sallyport.verifier.Request.Bearer;
import io.sallyport.verifier.Request.Question;
import io.sallyport.verifier.Request.Way;
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

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "names:, restrict;pty",
        "limits: [{permits: []}], restrict",
        "limits: [{groups: [dba]; permits: []}], restrict;pty",
        "limits: [{groups: [ops]; permits: []}], restrict",
        "limits: [{subjects: [bob]; permits: []}], restrict;pty",
        "limits: [{subjects: [alice]; permits: []}], restrict",
        "limits: [{logins: [root]; permits: []}], restrict;pty",
        "limits: [{logins: [deploy]; permits: []}], restrict",
        "limits: [{groups: [ops]; subjects: [bob]; permits: []}], restrict;pty",
        "limits: [{groups: [dba]; permits: []};{permits: [pty]; command: /bin/true}], restrict;pty;command=\"/bin/true\"",
        "limits: [{permits: [agent-forwarding]};{permits: [pty]}], restrict",
      })
  void firstLimitThatIsAboutSomebody_counts(String lines, String options)
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    String text = lines.equals("names:") ? lines : lines.replace(';', ',') + "\nnames:";
    try (Verifier verifier =
        Verifier.start(backend.configWith("names:", text), Clock.systemUTC())) {
      assertThat(ask(verifier, hop)).contains(TestBackend.line(hop, options.replace(';', ',')));
    }
  }

  @Test
  @DisplayName("N29 where the bastion's addresses are known, sshd lets it in from there only")
  void addressesOfTheBastion_areTheLinesFrom() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    VerifierConfig config =
        backend.configWith(
            "  - id: bastion-01", "  - id: bastion-01\n    addresses: [192.0.2.7, 2001:db8::/64]");
    try (Verifier verifier = Verifier.start(config, Clock.systemUTC())) {
      assertThat(ask(verifier, hop))
          .contains(TestBackend.line(hop, "restrict,pty,from=\"192.0.2.7,2001:db8::/64\""));
    }
  }

  @Test
  void certificatesDestinations_andTheEndInLocalTime_areInTheLine()
      throws IOException, InterruptedException {
    Hop hop =
        backend.hopWith(
            "permit-port-forwarding", "extension:permit-open@sallyport=localhost:80 [::1]:*");
    Instant until = BastionToken.parseUnverified(hop.token()).expiresAt().plusSeconds(30);
    String local = ExpiryTime.LOCAL.of(until).orElseThrow();
    try (Verifier verifier =
        Verifier.start(
            backend.configWith("names:", "expiry_time: local\nnames:"), Clock.systemUTC())) {
      assertThat(ask(verifier, hop).orElseThrow())
          .contains(
              ",restrict,port-forwarding,permitopen=\"localhost:80\",permitopen=\"[::1]:*\""
                  + ",expiry-time=\""
                  + local
                  + "\" ssh-ed25519 ");
    }
    assertThat(local).matches("[0-9]{14}");
    assertThat(ExpiryTime.NONE.of(until)).isEmpty();
  }

  @Test
  void loginOfGroups_isForTokensThatNameNone() throws IOException, InterruptedException {
    backend.namesNoLogin();
    Hop hop = backend.hopTo("web-01");
    assertThat(codeFor(hop, backend.config())).contains("wrong-login");
    assertThat(codeFor(hop, backend.configWith("names:", logins("dba")))).contains("wrong-login");
    assertThat(codeFor(hop, backend.configWith("names:", logins("ops, dba"))))
        .contains("\"code\":\"ok\"");
  }

  private static String logins(String groups) {
    return "logins: [{login: deploy, groups: [%s]}]\nnames:".formatted(groups);
  }

  @Test
  void principalsCommand_isToldTheSameOptions_andTheLogin()
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      String line = verifier.answer(question(Way.AUTHORIZED_PRINCIPALS, hop)).orElseThrow();
      assertThat(line).startsWith("restrict,pty,expiry-time=\"").endsWith("Z\" deploy");
    }
  }

  @Test
  void session_isForAConnectionThatWasLetIn_once() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      assertThat(verifier.answer(question(Way.SESSION, hop))).isEmpty();
      assertThat(ask(verifier, hop)).isPresent();
      assertThat(verifier.answer(question(Way.SESSION, hop))).contains("ok");
      assertThat(verifier.answer(question(Way.SESSION, hop))).isEmpty();
    }
    assertThat(audit()).hasSize(4);
    assertThat(audit().getLast()).contains("\"code\":\"already-used\"");
  }

  @Test
  void tokenInTheEnvironment_isCheckedAsAnyOther_butForTheKey()
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    Hop elsewhere = backend.hopTo("web-02");
    SshdConnection other = new SshdConnection("2/2");
    try (Verifier verifier = start()) {
      assertThat(verifier.answer(new Bearer("deploy", hop.token(), CONNECTION))).contains("ok");
      assertThat(verifier.answer(new Bearer("deploy", hop.token(), CONNECTION))).contains("ok");
      assertThat(verifier.answer(new Bearer("deploy", hop.token(), other))).isEmpty();
      assertThat(verifier.answer(new Bearer("root", hop.token(), CONNECTION))).isEmpty();
      assertThat(verifier.answer(new Bearer("deploy", elsewhere.token(), CONNECTION))).isEmpty();
      assertThat(verifier.answer(new Bearer("deploy", "x", CONNECTION))).isEmpty();
    }
    assertThat(audit())
        .extracting(line -> line.replaceAll(".*\"code\":\"([a-z-]+)\".*", "$1"))
        .containsExactly("ok", "ok", "already-used", "wrong-login", "wrong-target", "malformed");
    assertThat(audit()).allMatch(line -> line.contains("by a token in the environment"));
  }

  private static Question question(Way way, Hop hop) {
    return new Question(way, "deploy", hop.type(), hop.base64(), CONNECTION);
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
      assertThat(
              verifier.answer(
                  new Question(Way.AUTHORIZED_KEYS, login, hop.type(), hop.base64(), CONNECTION)))
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
      assertThat(ask(verifier, hop)).contains(TestBackend.line(hop, "restrict" + options));
    }
  }

  @Test
  void loginOf64Characters_isTheLongest() throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    try (Verifier verifier = start()) {
      var _ =
          verifier.answer(
              new Question(
                  Way.AUTHORIZED_KEYS, "a".repeat(64), hop.type(), hop.base64(), CONNECTION));
      var _ =
          verifier.answer(
              new Question(
                  Way.AUTHORIZED_KEYS, "a".repeat(65), hop.type(), hop.base64(), CONNECTION));
    }

    assertThat(audit().get(0)).contains("\"code\":\"principals\"");
    assertThat(audit().get(1)).contains("\"code\":\"malformed\"");
  }

  @Test
  void plainKey_isRefused() throws IOException, InterruptedException {
    String[] key = backend.hopTo("web-01").authority().split(" ", 2);
    try (Verifier verifier = start()) {
      assertThat(
              verifier.answer(
                  new Question(Way.AUTHORIZED_KEYS, "deploy", key[0], key[1], CONNECTION)))
          .isEmpty();
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
    assertThat(codeFor(hop, backend.config())).contains("\"code\":\"ok\"");
    assertThat(codeFor(hop, backend.configWith("names: [web-01]", "names: [web-02]")))
        .contains("wrong-target");
    assertThat(codeFor(hop, backend.configWith("names:", "max_life: 299s\nnames:")))
        .contains("life-too-long");

    InstantSource later = InstantSource.offset(Clock.systemUTC(), Duration.ofSeconds(310));
    assertThat(codeFor(hop, backend.config(), later)).contains("\"code\":\"ok\"");
    assertThat(codeFor(hop, backend.configWith("names:", "skew: 0s\nnames:"), later))
        .contains("expired");
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
    VerifierConfig config = TestBackend.read(backend.configFileWithAccounts("own.json"));
    backend.vouchesFor(account, "SHA256:" + key);

    assertThat(codeFor(backend.hopTo("web-01"), config)).contains("\"code\":\"" + code + "\"");
  }

  @ParameterizedTest(name = "key_fingerprint = …{0}: {1}")
  @CsvSource({
    "' expires=2999-01-01', ok",
    "' expires=2020-01-01', not-a-service-account",
    "' not_before=2999-01-01', not-a-service-account",
  })
  void bastionsOwnIssuer_isBelievedWhileTheKeyIsGood(String words, String code)
      throws IOException, InterruptedException {
    String key = "SHA256:jpfNOoQZuO0u5G9uUvqzqdWnzUaebcmAc7unL7m5fuE";
    backend.accountsFile("ansible", key + words);
    VerifierConfig config = TestBackend.read(backend.configFileWithAccounts("own.json"));
    backend.vouchesFor("ansible", key);

    assertThat(codeFor(backend.hopTo("web-01"), config)).contains("\"code\":\"" + code + "\"");
  }

  @Test
  void accountWithDirectLogin_comesInByItsOwnKey_andNobodyElseByTheirs()
      throws IOException, InterruptedException {
    Hop hop = backend.hopTo("web-01");
    String[] key = hop.authority().split(" ", 2);
    String other = backend.hopTo("web-01").base64();
    VerifierConfig config = backend.directLoginConfig("deploy", key[1]);
    try (Verifier verifier = Verifier.start(config, Clock.systemUTC())) {
      assertThat(verifier.authorizedKeysLine("deploy", key[0], key[1], CONNECTION))
          .contains("restrict,pty " + hop.authority());
      assertThat(verifier.authorizedKeysLine("root", key[0], key[1], CONNECTION)).isEmpty();
      assertThat(verifier.authorizedKeysLine("deploy", key[0], other, CONNECTION)).isEmpty();
      assertThat(ask(verifier, hop)).isPresent();
    }

    assertThat(audit()).hasSize(3);
    assertThat(audit().get(0))
        .contains("\"code\":\"ok\",\"login\":\"deploy\",\"direct\":\"true\",\"sub\":\"deploy\"");
    assertThat(audit().get(1))
        .contains("\"code\":\"not-a-service-account\",\"login\":\"root\"", "none of the account's");
    assertThat(audit().get(2)).contains("\"sub\":\"alice\"");
  }

  @Test
  void directLoginThatCannotBeRecorded_isNo() throws IOException, InterruptedException {
    String[] key = backend.hopTo("web-01").authority().split(" ", 2);
    VerifierConfig config = backend.directLoginConfig("deploy", key[1]);
    try (Verifier verifier = Verifier.start(config, Clock.systemUTC())) {
      Files.delete(backend.audit);
      Files.createDirectory(backend.audit);

      assertThat(verifier.authorizedKeysLine("deploy", key[0], key[1], CONNECTION)).isEmpty();
    }
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
    VerifierConfig config =
        TestBackend.read(backend.configFileWithOffline(hop, offline.replace("\\n", "\n")));

    assertThat(codeFor(hop, config, Clock.offset(Clock.systemUTC(), ofSeconds(after))))
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
      assertThat(
              verifier.answer(
                  new Question(Way.AUTHORIZED_KEYS, "deploy", hop.type(), hop.base64(), other)))
          .isEmpty();
    }
    try (Verifier verifier = start()) {
      assertThat(
              verifier.answer(
                  new Question(Way.AUTHORIZED_KEYS, "deploy", hop.type(), hop.base64(), other)))
          .isEmpty();
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

  private static Optional<String> ask(Verifier verifier, Hop hop) {
    return verifier.answer(
        new Question(Way.AUTHORIZED_KEYS, "deploy", hop.type(), hop.base64(), CONNECTION));
  }

  private Verifier start() throws IOException {
    return Verifier.start(backend.config(), Clock.systemUTC());
  }

  private List<String> audit() throws IOException {
    return Files.readAllLines(backend.audit);
  }
}
