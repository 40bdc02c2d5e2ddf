package io.sallyport.bastion.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.portal.Portal.Authorization;
import io.sallyport.bastion.portal.Portal.Person;
import io.sallyport.token.BastionToken;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the client makes of everything that a real portal was seen to answer. */
final class LemonLdapPortalTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final BastionTokenRequest REQUEST =
      new BastionTokenRequest(
          "dwho", "web-01", "backend", "deploy", "sid", "thumbprint", Optional.empty());

  private TestPortalServer server;
  private LemonLdapPortal portal;

  @BeforeEach
  void start() throws IOException {
    server = new TestPortalServer();
    portal = server.client(Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    portal.close();
    server.close();
  }

  @Test
  void goodToken_isThePersonAndTheGroups() throws IOException {
    Recorded.named("verify: good").at(server);

    assertThat(portal.verify("50f266"))
        .isEqualTo(new PortalAnswer.Given<>(new Person("dwho", List.of("users", "timelords"))));
  }

  @ParameterizedTest
  @CsvSource({
    "verify: again,    Invalid or expired token",
    "verify: unknown,  Invalid or expired token",
    "verify: no token, token parameter required",
    "verify: not JSON, Invalid JSON",
  })
  void badToken_isRefusedWithThePortalsReason(String exchange, String reason) throws IOException {
    Recorded.named(exchange).at(server);

    assertThat(portal.verify("50f266")).isEqualTo(new PortalAnswer.Refused<>(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify: no bearer", "verify: wrong bearer"})
  void accessTokenThatIsNotAccepted_isNobodysFault_andSaysWhatToLookAt(String exchange)
      throws IOException {
    Recorded.named(exchange).at(server);

    assertThat(portal.verify("50f266"))
        .isEqualTo(
            new PortalAnswer.Unavailable<>(
                "verify: the portal does not accept this bastion's access token (401)", false));
  }

  @Test
  void redirectToTheLoginPage_isNoAnswer() throws IOException {
    Recorded.named("verify: by GET").at(server);

    assertThat(portal.verify("50f266")).isInstanceOf(PortalAnswer.Unavailable.class);
  }

  @Test
  void verify_sendsExactlyWhatThePortalExpects() throws IOException {
    Recorded recorded = Recorded.named("verify: good");
    recorded.at(server);

    var _ = portal.verify(JSON.readTree(recorded.sent()).path("token").asString());

    assertThat(server.asked())
        .containsExactly(
            new TestPortalServer.Asked(
                "POST",
                "/pam/verify",
                "Bearer " + TestPortalServer.ACCESS_TOKEN,
                "application/json",
                JSON.readTree(recorded.sent())));
  }

  @Test
  void whoIsAuthorized_isGivenWithTheGroups() throws IOException {
    Recorded.named("authorize: bastion group").at(server);

    var answer = (PortalAnswer.Given<Authorization>) portal.authorize("dwho", "bastion-01");

    assertThat(answer.value().person())
        .isEqualTo(new Person("dwho", List.of("users", "timelords")));
  }

  @ParameterizedTest
  @CsvSource({
    "authorize: denied by rule,  msmith,  Access denied by rule",
    "authorize: unknown user,    nobodyx, User not found",
    "authorize: unknown service, dwho,    Access denied by rule",
    "authorize: no user,         dwho,    Missing user parameter",
  })
  void whoIsNotAuthorized_isRefusedWithThePortalsReason(String exchange, String user, String reason)
      throws IOException {
    Recorded.named(exchange).at(server);

    assertThat(portal.authorize(user, "b")).isEqualTo(new PortalAnswer.Refused<>(reason));
  }

  @Test
  @DisplayName("N32 a yes about somebody else is no yes")
  void answerAboutSomebodyElse_isRefused() throws IOException {
    Recorded.named("authorize: bastion group").at(server);

    assertThat(portal.authorize("rtyler", "bastion-01"))
        .isEqualTo(new PortalAnswer.Refused<>("the portal answered about somebody else"));
  }

  @Test
  void authorize_sendsExactlyWhatThePortalExpects() throws IOException {
    Recorded recorded = Recorded.named("authorize: bastion group");
    recorded.at(server);

    var _ = portal.authorize("dwho", "bastion-01");

    assertThat(server.asked().getFirst().path()).isEqualTo("/pam/authorize");
    assertThat(server.asked().getFirst().body()).isEqualTo(JSON.readTree(recorded.sent()));
  }

  @Test
  void bastionToken_isGivenAsItIs() throws IOException {
    Recorded.named("bastion-token").at(server);

    var answer = (PortalAnswer.Given<String>) portal.bastionToken(REQUEST);

    BastionToken token = BastionToken.parseUnverified(answer.value());
    assertThat(token.subject()).isEqualTo("dwho");
    assertThat(token.targetHost()).isEqualTo("web-01");
    assertThat(token.targetLogin()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bastion-token: user never seen, User has never authenticated on this portal via pam-access",
    "bastion-token: no user,         Missing user parameter",
  })
  void bastionTokenThatThePortalWillNotSign_isRefused(String exchange, String reason)
      throws IOException {
    Recorded.named(exchange).at(server);

    assertThat(portal.bastionToken(REQUEST)).isEqualTo(new PortalAnswer.Refused<>(reason));
  }

  @Test
  void answerToAProbe_isNoBastionToken() throws IOException {
    Recorded.named("bastion-token: probe").at(server);

    assertThat(portal.bastionToken(REQUEST))
        .isEqualTo(
            new PortalAnswer.Unavailable<>(
                "bastion-token: the field \"bastion_jwt\" is not a string", false));
  }

  @Test
  void bastionToken_asksWithTheFieldsOfLemonLdapAndOurs() throws IOException {
    Recorded.named("bastion-token").at(server);

    var _ = portal.bastionToken(REQUEST);

    assertThat(server.asked().getFirst().path()).isEqualTo("/pam/bastion-token");
    assertThat(server.asked().getFirst().body())
        .isEqualTo(
            JSON.readTree(
                """
                {"user": "dwho", "target_host": "web-01", "target_group": "backend",
                 "target_login": "deploy", "bastion_group": "bastion", "sid": "sid",
                 "cnf": {"jkt": "thumbprint"}}
                """));
  }

  @Test
  void bastionTokenOfAServiceAccount_isAskedForWithItsKey() throws IOException {
    Recorded.named("bastion-token").at(server);

    var _ =
        portal.bastionToken(
            new BastionTokenRequest(
                "ansible", "web-01", "g", "deploy", "sid", "t", Optional.of("SHA256:abc")));

    assertThat(server.asked().getFirst().body().path("key_fp").asString()).isEqualTo("SHA256:abc");
  }

  @Test
  void portalBelowAPath_isAskedThere() throws IOException {
    Recorded.named("verify: good").at(server);
    var below = TestPortalServer.client(server.url().resolve("/sso/"), Duration.ofSeconds(20));
    try (below) {
      var _ = below.verify("t");
    }
    assertThat(server.asked().getFirst().path()).isEqualTo("/sso/pam/verify");
  }
}
