package io.sallyport.embeddedportal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.config.Address;
import io.sallyport.config.Secret;
import io.sallyport.embeddedportal.Bastion;
import io.sallyport.embeddedportal.Person;
import io.sallyport.embeddedportal.PortalConfig;
import io.sallyport.embeddedportal.Rule;
import io.sallyport.embeddedportal.Service;
import io.sallyport.embeddedportal.TokenAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class FaultyPortalTest {
  private static final String ACCESS_TOKEN = "0123456789abcdef".repeat(4);
  private static final String AUTHORIZE = "/pam/authorize";
  private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path folder;
  private FaultyPortal faulty;

  @BeforeEach
  void start() throws IOException {
    faulty = FaultyPortal.start(this::config, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    faulty.close();
    client.close();
  }

  @Test
  void withoutFault_answersPass() throws IOException, InterruptedException {
    HttpResponse<String> answer = authorize();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("authorized").booleanValue()).isTrue();
    assertThat(answer.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
  }

  @Test
  void plannedFault_isOfItsPathAndOnce() throws IOException, InterruptedException {
    faulty.next(AUTHORIZE, Fault.UNAUTHORIZED);
    assertThat(userinfo().statusCode()).isEqualTo(200);
    HttpResponse<String> answer = authorize();
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"pam\"");
    assertThat(authorize().statusCode()).isEqualTo(200);
  }

  @Test
  void standingFault_staysBehindThePlannedOnes() throws IOException, InterruptedException {
    faulty.always(Fault.SERVER_ERROR);
    faulty.next(AUTHORIZE, Fault.NONE);
    assertThat(authorize().statusCode()).isEqualTo(200);
    assertThat(authorize().statusCode()).isEqualTo(500);
    assertThat(userinfo().statusCode()).isEqualTo(500);
    faulty.always(Fault.NONE);
    assertThat(authorize().statusCode()).isEqualTo(200);
  }

  @Test
  void page_isNoJson() throws IOException, InterruptedException {
    faulty.next(AUTHORIZE, Fault.HTML);
    HttpResponse<String> answer = authorize();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html");
    assertThat(answer.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void hung_isNotWaitedFor() {
    faulty.next(AUTHORIZE, Fault.HUNG);
    assertThatIOException()
        .isThrownBy(() -> send(request(AUTHORIZE).timeout(Duration.ofMillis(300)).build()))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void slow_hasItsFirstByteLongBeforeItsLast() throws IOException, InterruptedException {
    faulty.next(AUTHORIZE, Fault.SLOW);
    HttpRequest request = request(AUTHORIZE).build();
    try (InputStream answer = client.send(request, BodyHandlers.ofInputStream()).body()) {
      assertThat(answer.read()).isEqualTo('{');
      faulty.close();
      assertThatIOException().isThrownBy(answer::readAllBytes);
    }
  }

  @Test
  void truncated_breaksOff() {
    faulty.next(AUTHORIZE, Fault.TRUNCATED);
    assertThatIOException().isThrownBy(this::authorize).withMessageContaining("bytes received");
  }

  @Test
  void oversized_isJsonOfAMegabyte() throws IOException, InterruptedException {
    faulty.next(AUTHORIZE, Fault.OVERSIZED);
    HttpResponse<String> answer = authorize();
    assertThat(answer.body()).hasSizeGreaterThan(1024 * 1024);
    assertThat(json(answer).get("authorized").booleanValue()).isTrue();
  }

  @Test
  void wrongTypes_areNone() throws IOException, InterruptedException {
    faulty.next(AUTHORIZE, Fault.WRONG_TYPES);
    JsonNode answer = json(authorize());
    assertThat(answer.get("authorized").isNumber()).isTrue();
    assertThat(answer.get("user").isBoolean()).isTrue();
    assertThat(answer.get("groups").isString()).isTrue();
    assertThat(answer.get("permissions").isString()).isTrue();
  }

  @Test
  void numbers_becomeTexts() throws IOException, InterruptedException {
    faulty.next(AUTHORIZE, Fault.NUMBERS_AS_TEXTS);
    JsonNode answer = json(authorize());
    assertThat(answer.at("/offline/ttl").stringValue()).isEqualTo("86400");
    assertThat(answer.get("authorized").booleanValue()).isTrue();
    assertThat(answer.get("user").stringValue()).isEqualTo("dwho");
  }

  @Test
  void rotatedKey_isTheOnlyOne()
      throws IOException, InterruptedException, ParseException, JOSEException {
    JWKSet before = keys();
    assertThat(isSigned(token(), before)).isTrue();
    faulty.rotateSigningKey();
    JWKSet after = keys();
    assertThat(after.getKeys()).hasSize(1);
    assertThat(after.getKeys().getFirst().getKeyID())
        .isNotEqualTo(before.getKeys().getFirst().getKeyID());
    assertThat(isSigned(token(), before)).isFalse();
    assertThat(isSigned(token(), after)).isTrue();
    assertThat(token().getJWTClaimsSet().getClaim("cnf")).isNotNull();
    faulty.rotateSigningKey();
    assertThat(isSigned(token(), after)).isFalse();
  }

  @Test
  void clock_canBeWrong() throws IOException, InterruptedException, ParseException {
    faulty.clockOffset(Duration.ofHours(-2));
    assertThat(token().getJWTClaimsSet().getIssueTime()).isEqualTo("2026-11-22T16:00:00Z");
  }

  @Test
  void likeLemonLdap_signsWithoutBinding()
      throws IOException, InterruptedException, ParseException, JOSEException {
    faulty.likeLemonLdap();
    SignedJWT token = token();
    assertThat(isSigned(token, keys())).isTrue();
    assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(faulty.url().toString());
    assertThat(token.getJWTClaimsSet().getClaims())
        .containsOnlyKeys(
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "jti",
            "bastion_id",
            "bastion_group",
            "target_host",
            "target_group",
            "user_groups");
    assertThat(keys().getKeys().getFirst().getAlgorithm()).isNull();
    HttpResponse<String> discovery = get("/.well-known/openid-configuration");
    assertThat(json(discovery).get("issuer").stringValue()).isEqualTo(faulty.url().toString());
    HttpResponse<String> nothing = get("/.well-known/jwks.json");
    assertThat(nothing.statusCode()).isEqualTo(200);
    assertThat(nothing.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void rotatedKeyOfLemonLdap_staysRsa()
      throws IOException, InterruptedException, ParseException, JOSEException {
    faulty.likeLemonLdap();
    JWKSet before = keys();
    faulty.rotateSigningKey();
    assertThat(token().getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(isSigned(token(), before)).isFalse();
    assertThat(isSigned(token(), keys())).isTrue();
  }

  /** The issuer is without its slash, so that a slash at the end is seen to be put there. */
  private PortalConfig config(URI url) {
    return new PortalConfig(
        new Address("127.0.0.1", 0),
        URI.create(url.toString().replaceFirst("/$", "")),
        folder.resolve("state"),
        folder.resolve("portal.sock"),
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        Duration.ofDays(1),
        List.of(new Person("dwho", List.of("users"), Map.of())),
        Optional.empty(),
        List.of(new Bastion("bastion-01", "bastion", Secret.of(ACCESS_TOKEN))),
        List.of(),
        List.of(new Rule("bastion", Set.of(Service.SSH), List.of("users"))));
  }

  private HttpResponse<String> authorize() throws IOException, InterruptedException {
    return send(request(AUTHORIZE).build());
  }

  private HttpResponse<String> userinfo() throws IOException, InterruptedException {
    return send(request("/pam/userinfo").build());
  }

  private SignedJWT token() throws IOException, InterruptedException, ParseException {
    assertThat(faulty.portal().issueToken("dwho")).isInstanceOf(TokenAnswer.Issued.class);
    JsonNode answer = json(send(request("/pam/bastion-token").build()));
    return SignedJWT.parse(answer.get("bastion_jwt").stringValue());
  }

  private JWKSet keys() throws IOException, InterruptedException, ParseException {
    return JWKSet.parse(get("/oauth2/jwks").body());
  }

  private static boolean isSigned(SignedJWT token, JWKSet keys) throws JOSEException {
    JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
    return key != null
        && token.verify(
            new DefaultJWSVerifierFactory()
                .createJWSVerifier(token.getHeader(), ((AsymmetricJWK) key).toPublicKey()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(faulty.url().resolve(path))
        .header("Authorization", "Bearer " + ACCESS_TOKEN)
        .POST(
            BodyPublishers.ofString(
                """
                {"user": "dwho", "target_host": "web-01", "target_login": "deploy", "sid": "s-1",
                 "cnf": {"jkt": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}}
                """));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(faulty.url().resolve(path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return HttpAnswer.JSON.readTree(answer.body());
  }
}
