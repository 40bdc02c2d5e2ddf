package io.sallyport.bastion.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.bastion.portal.Portal.Person;
import io.sallyport.config.Secret;
import io.sallyport.embeddedportal.faults.Fault;
import io.sallyport.embeddedportal.faults.FaultyPortal;
import io.sallyport.token.BastionToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the bastion and a portal owe each other. Runs against the embedded portal, in every way it
 * can go wrong; or against a real one, see {@link RealUnderTest}.
 */
@Timeout(120)
final class PortalContractTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final InstantSource CLOCK = InstantSource.system();

  private final Path tokens;
  private final PortalUnderTest portal;
  private LemonLdapPortal client;

  PortalContractTest(@TempDir Path folder) throws IOException {
    this.tokens = folder.resolve("tokens");
    Optional<PortalUnderTest> real = RealUnderTest.named();
    this.portal = real.isPresent() ? real.get() : new EmbeddedUnderTest(folder);
  }

  @BeforeEach
  void enrolled() throws IOException, InterruptedException {
    var result = Enrolling.at(portal.url(), registered(), transport(), CLOCK, new Administrator());
    assertThat(result).isInstanceOf(Enrolling.Result.Enrolled.class);
    client =
        LemonLdapPortal.enrolled(
            portal.url(),
            registered(),
            "bastion",
            transport(),
            () -> new HeartbeatReport(Map.of("authentication", 1L), List.of()),
            CLOCK);
  }

  @AfterEach
  void stop() {
    client.close();
    portal.close();
  }

  @Test
  void enrolment_leavesTwoTokensInAPrivateFile() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
        .isEqualTo("rw-------");
    assertThat(PortalTokens.read(tokens).expiresAt()).isAfter(Instant.now());
  }

  @Test
  @DisplayName("N23 a portal token is good once, and says whose it is")
  void portalToken_isGoodOnce() throws IOException, InterruptedException {
    String token = portal.portalToken();

    assertThat(given(client.verify(token)).user()).isEqualTo(portal.person());
    assertThat(client.verify(token)).isInstanceOf(PortalAnswer.Refused.class);
  }

  @Test
  void textThatIsNoToken_isRefused_andNoOutage() {
    assertThat(client.verify("no-such-token")).isInstanceOf(PortalAnswer.Refused.class);
  }

  @Test
  void person_isAuthorizedAndDescribed_nobodyElseIs() {
    assertThat(given(client.authorize(portal.person(), "web-01")).person().user())
        .isEqualTo(portal.person());
    Person described = given(client.userinfo(portal.person()));
    assertThat(described.user()).isEqualTo(portal.person());
    assertThat(given(client.authorize(portal.person(), "web-01")).person().groups())
        .containsExactlyInAnyOrderElementsOf(described.groups());
    assertThat(client.authorize("nobodyx", "web-01")).isInstanceOf(PortalAnswer.Refused.class);
    assertThat(client.userinfo("nobodyx")).isInstanceOf(PortalAnswer.Refused.class);
  }

  @Test
  void bastionToken_isAboutTheHop_afterThePersonWasThere()
      throws IOException, InterruptedException {
    var _ = given(client.verify(portal.portalToken()));

    BastionToken token = BastionToken.parseUnverified(given(client.bastionToken(hop())));
    assertThat(token.subject()).isEqualTo(portal.person());
    assertThat(token.targetHost()).isEqualTo("web-01");
  }

  @Test
  void otherAccessToken_isNoOutage() throws IOException {
    try (var stranger =
        LemonLdapPortal.at(
            portal.url(), Secret.of("0".repeat(64)), "bastion", transport(), CLOCK)) {
      assertUnavailable(stranger.userinfo(portal.person()), false);
    }
  }

  @Test
  void heartbeat_isWorthAnotherAccessToken() throws IOException {
    PortalTokens before = PortalTokens.read(tokens);
    Heartbeat heart = heart();
    var _ = heart.beat();

    assertThat(heart.current().orElseThrow().reveal()).isNotEqualTo(before.access().reveal());
    assertThat(PortalTokens.read(tokens).refresh().reveal()).isEqualTo(before.refresh().reveal());
  }

  @Test
  void revokedBastion_hasNoAccessToken_afterTheNextBeat() throws IOException {
    Heartbeat heart = heart();
    var http = transport().client(portal.url(), CLOCK);
    var oauth = new OAuthEndpoint(http, below("oauth2"), registered().authentication(), CLOCK);
    var _ = oauth.post("revoke", Map.of("token", PortalTokens.read(tokens).refresh().reveal()));
    var _ = heart.beat();

    assertThat(heart.current()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: an outage")
  @EnumSource(names = {"SERVER_ERROR", "HUNG", "SLOW", "TRUNCATED"})
  void outage_isDown(Fault fault) {
    faults().always(fault);

    assertUnavailable(client.userinfo(portal.person()), true);
  }

  @ParameterizedTest(name = "{0}: no answer, but no outage")
  @EnumSource(names = {"HTML", "OVERSIZED", "WRONG_TYPES", "UNAUTHORIZED"})
  void wrongAnswer_isNotDown(Fault fault) throws IOException, InterruptedException {
    var _ = given(client.verify(portal.portalToken())); // or a bastion token is refused
    faults().always(fault);

    for (PortalAnswer<?> answer : everyQuestion()) {
      assertUnavailable(answer, false);
    }
  }

  @Test
  void numbersAsTexts_areTaken() throws IOException, InterruptedException {
    String token = portal.portalToken(); // and so the person is there
    faults().always(Fault.NUMBERS_AS_TEXTS);
    Heartbeat heart = heart();
    String before = heart.current().orElseThrow().reveal();
    var _ = heart.beat();

    assertThat(heart.current().orElseThrow().reveal()).isNotEqualTo(before);
    assertThat(given(client.verify(token)).user()).isEqualTo(portal.person());
    assertThat(given(client.bastionToken(hop()))).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("once")
  void accessTokenThatIsNotTaken_isRenewedOnce(String path)
      throws IOException, InterruptedException {
    String token = portal.portalToken();
    var _ = given(client.verify(portal.portalToken()));
    faults().next(path, Fault.UNAUTHORIZED);

    switch (path) {
      case "/pam/verify" -> given(client.verify(token));
      case "/pam/authorize" -> given(client.authorize(portal.person(), "web-01"));
      case "/pam/userinfo" -> given(client.userinfo(portal.person()));
      default -> given(client.bastionToken(hop()));
    }
  }

  private static Stream<String> once() {
    return Stream.of("/pam/verify", "/pam/authorize", "/pam/userinfo", "/pam/bastion-token");
  }

  @Test
  void tokenThatNeverReachedThePortal_isStillGood() throws IOException, InterruptedException {
    String token = portal.portalToken();
    faults().next("/pam/verify", Fault.SERVER_ERROR);

    assertUnavailable(client.verify(token), true);
    assertThat(given(client.verify(token)).user()).isEqualTo(portal.person());
  }

  @Test
  void portalLikeLemonLdap_isUnderstood() throws IOException, InterruptedException {
    faults().likeLemonLdap();
    var _ = given(client.verify(portal.portalToken()));

    BastionToken token = BastionToken.parseUnverified(given(client.bastionToken(hop())));
    assertThat(token.confirmation()).isEmpty();
    assertThat(token.subject()).isEqualTo(portal.person());
  }

  @Test
  void portalWithANewSigningKeyAndAWrongClock_isUnderstood()
      throws IOException, InterruptedException {
    faults().rotateSigningKey();
    faults().clockOffset(Duration.ofMinutes(20));
    var _ = given(client.verify(portal.portalToken()));

    assertThat(given(client.bastionToken(hop()))).isNotEmpty();
  }

  private List<PortalAnswer<?>> everyQuestion() {
    return List.of(
        client.verify("some-token"),
        client.authorize(portal.person(), "web-01"),
        client.userinfo(portal.person()),
        client.bastionToken(hop()));
  }

  private BastionTokenRequest hop() {
    return new BastionTokenRequest(
        portal.person(),
        "web-01",
        "default",
        "deploy",
        "01a2048b9bec0123456789abcd",
        "0".repeat(43),
        Optional.empty());
  }

  private Heartbeat heart() throws IOException {
    return new Heartbeat(
        new HeartbeatEndpoint(transport().client(portal.url(), CLOCK), below("pam")),
        tokens,
        Heartbeat.Self.here("bastion", Instant.now()),
        () -> new HeartbeatReport(Map.of(), List.of()),
        CLOCK,
        () -> 0);
  }

  private HttpUrl below(String segment) {
    return HttpUrl.get(portal.url().toString()).newBuilder().addPathSegment(segment).build();
  }

  private FaultyPortal faults() {
    assumeTrue(portal.faults().isPresent(), "a real portal cannot be told to go wrong");
    return portal.faults().orElseThrow();
  }

  private PortalClient registered() {
    return new PortalClient(portal.clientId(), portal.clientSecret(), tokens);
  }

  private static Transport transport() {
    return new Transport(TIMEOUT, PortalTls.USUAL, Optional.empty(), Optional.empty());
  }

  private static <T> T given(PortalAnswer<T> answer) {
    if (answer instanceof PortalAnswer.Given<T>(var value)) {
      return value;
    }
    throw new AssertionError(answer);
  }

  private static void assertUnavailable(PortalAnswer<?> answer, boolean down) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            PortalAnswer.Unavailable.class,
            unavailable -> assertThat(unavailable.down()).as(unavailable.reason()).isEqualTo(down));
  }

  /** Approves what is shown, and does not wait longer than the portal wants. */
  private final class Administrator implements Enrolling.Watcher {
    @Override
    public void code(String userCode, String uri, Optional<String> complete) {
      try {
        portal.approve(userCode);
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public void pause(Duration time, Instant end) {}
  }
}
