package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.embeddedportal.TestPortal.Reply;
import io.sallyport.token.BastionToken;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BastionTokenTest {
  private static final String NEVER_SEEN =
      "User has never authenticated on this portal via pam-access";
  private static final String THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
  private static final String HOP =
      """
      {"user": "%s", "target_host": "web-01", "target_group": "backend",
       "bastion_group": "anything-i-like", "target_login": "deploy", "sid": "s-1",
       "key_fp": "%s", "cnf": {"jkt": "%s"}}
      """;

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
  void person_getsATokenWithEveryClaim() {
    portal.token("dwho");
    BastionToken token = token(ask("dwho"));
    Instant now = Instant.parse("2026-11-22T18:00:00Z");
    assertThat(token.id()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(token)
        .isEqualTo(
            new BastionToken(
                PortalFiles.ISSUER,
                "dwho",
                "pam:bastion-backend",
                token.id(),
                now,
                now,
                now.plusSeconds(300),
                "bastion-01",
                "bastion",
                "web-01",
                "backend",
                Optional.of("deploy"),
                List.of("users", "timelords"),
                Optional.of(THUMBPRINT),
                // The portal does not know the keys of people.
                Optional.empty(),
                Optional.of("s-1")));
  }

  @Test
  void serviceAccount_getsATokenWithItsKey() {
    BastionToken token = token(ask("ansible", PortalFiles.ANSIBLE_KEY));
    assertThat(token.subject()).isEqualTo("ansible");
    assertThat(token.keyFingerprint()).contains(PortalFiles.ANSIBLE_KEY);
    assertThat(token.userGroups()).containsExactly("service-accounts");
  }

  @ParameterizedTest
  @ValueSource(strings = {PortalFiles.BACKUP_KEY, ""})
  void serviceAccountWithoutItsKey_isForbidden(String fingerprint) {
    Reply reply = ask("ansible", fingerprint);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().get("error").stringValue())
        .isEqualTo("Service account key is not registered on this portal");
  }

  @Test
  void signature_isThePublishedKeys() throws ParseException, JOSEException {
    portal.token("dwho");
    String compact = ask("dwho").json().get("bastion_jwt").stringValue();
    SignedJWT jwt = SignedJWT.parse(compact);
    JWKSet published = JWKSet.parse(portal.get(Discovery.KEYS_PATH).response().body());
    assertThat(jwt.getHeader().toJSONObject())
        .isEqualTo(
            Map.of("alg", "ES256", "typ", "JWT", "kid", published.getKeys().getFirst().getKeyID()));
    assertThat(jwt.verify(new ECDSAVerifier(published.getKeys().getFirst().toECKey()))).isTrue();
  }

  @Test
  @DisplayName("N43 the published key set has no private part")
  void publishedKeys_arePublic() throws ParseException {
    String json = portal.get(Discovery.KEYS_PATH).response().body();
    assertThat(json).doesNotContain("\"d\"");
    assertThat(JWKSet.parse(json).getKeys())
        .singleElement()
        .satisfies(key -> assertThat(key.getAlgorithm()).isEqualTo(JWSAlgorithm.ES256))
        .satisfies(key -> assertThat(key.isPrivate()).isFalse());
  }

  @Test
  void everyToken_hasItsOwnId() {
    portal.token("dwho");
    assertThat(token(ask("dwho")).id()).isNotEqualTo(token(ask("dwho")).id());
  }

  @Test
  void onlyUserAndHost_areNecessary() {
    portal.token("dwho");
    BastionToken token = token(post("{\"user\": \"dwho\", \"target_host\": \"web-01\"}"));
    assertThat(token.targetGroup()).isEqualTo("default");
    assertThat(token.targetLogin()).isEmpty();
    assertThat(token.confirmation()).isEmpty();
    assertThat(token.sessionId()).isEmpty();
  }

  @Test
  @DisplayName("N31 no token for a person who never came")
  void neverSeen_isForbidden() {
    assertNeverSeen(ask("dwho"));
  }

  @Test
  @DisplayName("N44 an unknown name gets the answer of a person who never came")
  void unknownName_isForbiddenWithTheSameWords() {
    assertNeverSeen(ask("nobodyx"));
  }

  @Test
  void seenAMillisecondLessThan7DaysAgo_isRecent() {
    portal.token("dwho");
    portal.clock.advance(Duration.ofDays(7).minusMillis(1));
    assertThat(ask("dwho").status()).isEqualTo(200);
  }

  @Test
  void seen7DaysAgo_isForbidden() {
    portal.token("dwho");
    portal.clock.advance(Duration.ofDays(7));
    assertNeverSeen(ask("dwho"));
  }

  @Test
  void usingAToken_countsAsSeen() {
    String token = portal.token("dwho");
    portal.clock.advance(Duration.ofMinutes(9));
    portal.post(VerifyEndpoint.PATH, "{\"token\": \"" + token + "\"}");
    portal.clock.advance(Duration.ofDays(7).minusMinutes(9));
    assertThat(ask("dwho").status()).isEqualTo(200);
  }

  @Test
  void presenceOfOne_isNotThatOfAnother() {
    portal.token("dwho");
    assertNeverSeen(
        portal.post(
            BastionTokenEndpoint.PATH,
            PortalFiles.BACKEND_TOKEN,
            HOP.formatted("rtyler", PortalFiles.ANSIBLE_KEY, THUMBPRINT)));
  }

  @Test
  @DisplayName("N31 no token for a person whom the rules do not let in through that bastion")
  void deniedByRule_isForbidden() {
    portal.token("msmith");
    Reply reply = ask("msmith");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().get("error").stringValue()).isEqualTo("Access denied by rule");
  }

  @Test
  void configuredLife_isTheTokensLife() throws IOException {
    portal.close();
    portal.files.change("control:", "bastion_token_ttl: 45s\ncontrol:");
    portal = TestPortal.of(portal.files);
    portal.token("dwho");
    Reply reply = ask("dwho");
    assertThat(reply.json().get("expires_in").intValue()).isEqualTo(45);
    BastionToken token = token(reply);
    assertThat(token.expiresAt()).isEqualTo(token.issuedAt().plusSeconds(45));
  }

  @Test
  void probe_tellsWhoAsksAndMakesNoToken() {
    Reply reply = post("{\"probe\": true}");
    assertThat(reply.json())
        .isEqualTo(
            TestPortal.JSON.readTree(
                "{\"probe\": true, \"bastion_id\": \"bastion-01\", \"server_group\": \"bastion\"}"));
  }

  @Test
  void probeThatIsFalse_isAnOrdinaryRequest() {
    Reply reply = post("{\"probe\": false}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("error").stringValue()).isEqualTo("Missing user parameter");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'user':'dwho'}                                       | Missing target_host parameter",
        "{'user':'dwho','target_host':''}                      | Missing target_host parameter",
        "{'user':7,'target_host':'b'}                          | user parameter must be a string",
        "{'user':null,'target_host':'b'}                       | user parameter must be a string",
        "{'user':['dwho'],'target_host':'b'}                   | user parameter must be a string",
        "{'user':'dwho','target_host':'b c'}                   | Malformed target_host parameter",
        "{'user':'dwho','target_host':'b\\nc'}                 | Malformed target_host parameter",
        "{'user':'dwho','target_host':'b','target_group':'/'}  | Malformed target_group parameter",
        "{'user':'dwho','target_host':'b','target_login':'a,b'}| Malformed target_login parameter",
        "{'user':'dwho','target_host':'b','sid':'a b'}         | Malformed sid parameter",
        "{'user':'dwho','target_host':'b','key_fp':'MD5:00'}   | Malformed key_fp parameter",
        "{'user':'dwho','target_host':'b','cnf':'x'}           | cnf parameter must be an object",
        "{'user':'dwho','target_host':'b','cnf':{}}            | Missing cnf.jkt parameter",
        "{'user':'dwho','target_host':'b','cnf':{'jwk':{}}}    | Missing cnf.jkt parameter",
        "{'user':'dwho','target_host':'b','cnf':{'jkt':'x'}}   | Malformed jkt parameter",
        "{'probe':'true'}                                      | probe parameter must be true or false",
        "{'probe':1}                                           | probe parameter must be true or false",
      },
      quoteCharacter = '`')
  void malformedParameter_isABadRequest(String json, String error) {
    portal.token("dwho");
    Reply reply = post(json.replace('\'', '"'));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("error").stringValue()).isEqualTo(error);
  }

  private Reply ask(String user) {
    return ask(user, PortalFiles.BACKUP_KEY);
  }

  private Reply ask(String user, String fingerprint) {
    return post(HOP.formatted(user, fingerprint, THUMBPRINT));
  }

  private Reply post(String json) {
    return portal.post(BastionTokenEndpoint.PATH, json);
  }

  private static BastionToken token(Reply reply) {
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
    return BastionToken.parseUnverified(reply.json().get("bastion_jwt").stringValue());
  }

  private static void assertNeverSeen(Reply reply) {
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().get("error").stringValue()).isEqualTo(NEVER_SEEN);
  }
}
