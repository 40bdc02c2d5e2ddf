package io.sallyport.embeddedportal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAuthenticationTest {
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
  void secretInTheForm_isAccepted() {
    assertThat(portal.form(DeviceEndpoint.PATH, TestBastion.authenticated()).status())
        .isEqualTo(200);
  }

  @Test
  void secretByBasic_isAccepted() {
    Reply reply = basic("sallyport:" + PortalFiles.CLIENT_SECRET, Map.of());
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void publicClient_saysItsNameOnly() {
    assertThat(portal.form(DeviceEndpoint.PATH, Map.of("client_id", "anybody")).status())
        .isEqualTo(200);
  }

  @Test
  void assertion_isAcceptedWithAndWithoutClientId() {
    assertAccepted(assertion());
    Map<String, String> form = new HashMap<>(TestAssertion.form(assertion().sign()));
    form.put("client_id", "sallyport");
    assertThat(portal.form(DeviceEndpoint.PATH, form).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "sallyport, 5fc1f3f3a8d1e2a1c0b9d8e7f6a5b4c4",
    "sallyport, ''",
    "anybody, 5fc1f3f3a8d1e2a1c0b9d8e7f6a5b4c3",
    "nobody, 5fc1f3f3a8d1e2a1c0b9d8e7f6a5b4c3",
    "'', 5fc1f3f3a8d1e2a1c0b9d8e7f6a5b4c3",
  })
  void otherSecrets_areRefused(String id, String secret) {
    assertInvalid(
        portal.form(DeviceEndpoint.PATH, Map.of("client_id", id, "client_secret", secret)));
    assertInvalid(basic(id + ":" + secret, Map.of()));
  }

  @Test
  void basicThatIsNone_isRefused() {
    assertInvalid(basic("sallyport", Map.of()));
    assertInvalid(basic("sallyport:" + PortalFiles.CLIENT_SECRET, Map.of("client_id", "anybody")));
    assertInvalid(portal.form(DeviceEndpoint.PATH, Map.of(), "Basic !"));
    assertInvalid(portal.form(DeviceEndpoint.PATH, Map.of(), "Basic ab=c"));
    assertInvalid(
        portal.form(
            DeviceEndpoint.PATH, Map.of("client_id", "anybody"), "Bearer " + "0".repeat(64)));
  }

  @Test
  void twoMethodsAtOnce_areRefused() {
    assertInvalidRequest(
        portal.form(
            DeviceEndpoint.PATH, TestBastion.authenticated(), basic(PortalFiles.CLIENT_SECRET)));
    Map<String, String> form = TestBastion.authenticated();
    form.putAll(TestAssertion.form(assertion().sign()));
    assertInvalidRequest(portal.form(DeviceEndpoint.PATH, form));
  }

  @Test
  @DisplayName("an assertion that was used once opens nothing more, nor after a restart")
  void assertionUsedTwice_isRefused() throws IOException {
    String assertion = assertion().sign();
    assertThat(send(assertion).status()).isEqualTo(200);
    assertInvalid(send(assertion));
    portal.close();
    portal = TestPortal.of(portal.files, portal.clock);
    assertInvalid(send(assertion));
  }

  @Test
  void usedIdOfAnExpiredAssertion_isFreeAgain() {
    assertAccepted(assertion().claim("jti", "1"));
    portal.clock.advance(Duration.ofMinutes(5));
    assertAccepted(assertion().claim("jti", "1"));
  }

  @Test
  void assertionIsForItsEndpointOrTheIssuer() {
    assertAccepted(assertion().claim("aud", List.of("http://portal.example/oauth2/device")));
    assertAccepted(assertion().claim("aud", PortalFiles.ISSUER));
    assertRefused(assertion().claim("aud", "http://portal.example/oauth2/token"));
    assertRefused(assertion().claim("aud", "http://portal.example"));
    assertRefused(assertion().claim("aud", "http://portal.example/oauth2/device/"));
    assertRefused(assertion().claim("aud", List.of(PortalFiles.ISSUER, "http://other.example/")));
    assertRefused(assertion().claim("aud", List.of()));
    assertRefused(assertion().without("aud"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 300, true",
    "0, 301, false",
    "60, 360, true",
    "61, 361, false",
    "-299, 1, true",
    "-300, 0, false",
    "-299, 2, false",
    "0, 99999999999999999, false",
    "99999999999999998, 99999999999999999, false",
  })
  void assertionLivesFiveMinutesAtMost(long made, long expires, boolean accepted) {
    long now = now().getEpochSecond();
    TestAssertion assertion = assertion().claim("iat", now + made).claim("exp", now + expires);
    assertThat(send(assertion.sign()).status()).isEqualTo(accepted ? 200 : 400);
  }

  @Test
  void assertionThatIsNotValidYet_isRefused() {
    assertAccepted(assertion().claim("nbf", now().getEpochSecond() + 60));
    assertRefused(assertion().claim("nbf", now().getEpochSecond() + 61));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "iat", "exp", "jti"})
  void everyClaim_isRequiredAndOfItsType(String claim) {
    assertRefused(assertion().without(claim));
    assertRefused(assertion().claim(claim, true));
    assertRefused(assertion().claim(claim, ""));
  }

  @Test
  void assertionOfAnotherClient_isRefused() {
    assertRefused(assertion().claim("iss", "anybody"));
    assertRefused(assertion().claim("iss", "anybody").claim("sub", "anybody"));
    assertRefused(assertion().claim("iss", "nobody").claim("sub", "nobody"));
    Map<String, String> form = new HashMap<>(TestAssertion.form(assertion().sign()));
    form.put("client_id", "anybody");
    assertInvalid(portal.form(DeviceEndpoint.PATH, form));
  }

  @Test
  void otherSignatures_areRefused() {
    assertRefused(assertion().secret("another secret with 32 characters"));
    assertRefused(assertion().header("alg", "none"));
    assertRefused(assertion().header("alg", "HS512"));
    assertRefused(assertion().header("crit", List.of("exp")));
    String signed = assertion().sign();
    assertInvalid(send(signed.substring(0, signed.lastIndexOf('.') + 1)));
    assertInvalid(send(signed + "."));
    assertInvalid(send("a.b"));
    assertInvalid(send("!.!.!"));
  }

  @Test
  void anotherAssertionType_isRefused() {
    Map<String, String> form = new HashMap<>(TestAssertion.form(assertion().sign()));
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer");
    assertInvalidRequest(portal.form(DeviceEndpoint.PATH, form));
    form.remove("client_assertion_type");
    assertInvalidRequest(portal.form(DeviceEndpoint.PATH, form));
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_id=anybody&client_id=anybody", "client_id=%zz", "a&a"})
  void formThatIsNone_isRefused(String body) {
    assertInvalidRequest(post(Form.CONTENT_TYPE, body));
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded; charset=UTF-8, 200",
    "Application/X-WWW-Form-Urlencoded, 200",
    "application/json, 400",
    "text/plain, 400",
  })
  void contentType_isThatOfAForm(String type, int status) {
    assertThat(post(type, "client_id=anybody").status()).isEqualTo(status);
  }

  @Test
  void parametersInTheUrl_areNotRead() {
    assertInvalid(portal.form(DeviceEndpoint.PATH + "?client_id=anybody", Map.of()));
  }

  @Test
  @DisplayName("N24 a form of 64 KiB and one byte is refused")
  void longForm_isTooLarge() {
    String form = "client_id=anybody&x=";
    assertThat(post(Form.CONTENT_TYPE, form + "x".repeat(64 * 1024 - form.length())).status())
        .isEqualTo(200);
    assertThat(post(Form.CONTENT_TYPE, form + "x".repeat(64 * 1024 - form.length() + 1)).status())
        .isEqualTo(413);
  }

  private Instant now() {
    return portal.clock.instant();
  }

  private TestAssertion assertion() {
    return new TestAssertion(now());
  }

  private Reply send(String assertion) {
    return portal.form(DeviceEndpoint.PATH, TestAssertion.form(assertion));
  }

  private Reply post(String type, String body) {
    return portal.send(
        portal
            .request(DeviceEndpoint.PATH)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private Reply basic(String pair, Map<String, String> form) {
    return portal.form(DeviceEndpoint.PATH, form, basic(pair));
  }

  private static String basic(String pair) {
    return "basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private void assertAccepted(TestAssertion assertion) {
    assertThat(send(assertion.sign()).status()).isEqualTo(200);
  }

  private void assertRefused(TestAssertion assertion) {
    assertInvalid(send(assertion.sign()));
  }

  private static void assertInvalid(Reply reply) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json())
        .isEqualTo(
            TestPortal.JSON.valueToTree(
                Map.of(
                    "error", "invalid_client",
                    "error_description", "Client authentication required")));
  }

  private static void assertInvalidRequest(Reply reply) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("invalid_request");
  }
}
