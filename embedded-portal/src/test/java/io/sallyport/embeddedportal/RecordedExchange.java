package io.sallyport.embeddedportal;

import io.sallyport.embeddedportal.TestBastion.Enrolled;
import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A request that a LemonLDAP::NG 2.23.4 portal got, and what it answered.
 *
 * @param json the line of the file
 */
record RecordedExchange(JsonNode json) {
  private static final String FILE = "lemonldap-exchanges.jsonl";
  private static final String DEVICE_CODE =
      "dafb05277be108dfd8251f5d2b4e995c6cb683153a464911e605d3981ee1c621";
  private static final String REFRESH_TOKEN =
      "ce00a4332182561a2374cf7bc2bdf46f9ec25144696ee0b3dbb59d0969801956";
  private static final Map<String, String> DEVICE_REQUEST =
      Map.of(
          "client_id", "sallyport",
          "client_secret", PortalFiles.CLIENT_SECRET,
          "scope", "pam:server offline_access",
          "code_challenge", "Ou25jmseHcFAEEafnPUuKIMFpD0wF64A1u4rt61tO2k",
          "code_challenge_method", "S256");

  static List<RecordedExchange> all() throws IOException {
    try (InputStream file = RecordedExchange.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new AssertionError(FILE + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(TestPortal.JSON::readTree)
          .map(RecordedExchange::new)
          .toList();
    }
  }

  String name() {
    return json.get("name").stringValue();
  }

  int status() {
    return json.get("status").intValue();
  }

  JsonNode headers() {
    return json.get("headers");
  }

  String body() {
    return json.get("body").stringValue();
  }

  /** Asks again, after what went before it; names and secrets, which are others here, put in. */
  Reply replay(TestPortal portal) {
    JsonNode recorded = json.get("request");
    String body = client(portal, recorded.get("body").stringValue());
    String accessToken = accessToken(body);
    switch (name()) {
      case "verify: good" -> body = redeem(portal);
      case "verify: again" -> {
        body = redeem(portal);
        portal.post(VerifyEndpoint.PATH, body);
      }
      case "bastion-token" -> portal.token("dwho");
      case "token: pending" ->
          body = body.replace(DEVICE_CODE, TestBastion.begins(portal, DEVICE_REQUEST).deviceCode());
      case "token: wrong PKCE verifier", "token: granted" -> {
        TestBastion bastion = TestBastion.begins(portal, DEVICE_REQUEST);
        bastion.approve();
        body = body.replace(DEVICE_CODE, bastion.deviceCode());
      }
      case "heartbeat", "refresh grant is refused" ->
          body = body.replace(REFRESH_TOKEN, TestBastion.enrolled(portal).refreshToken());
      case "introspect", "revoke" -> body = body.replace(accessToken, enrolled(portal));
      case "verify: after revocation" -> accessToken = revoked(portal);
      default -> {}
    }
    return portal.send(request(portal, recorded, accessToken, body));
  }

  private static HttpRequest request(
      TestPortal portal, JsonNode recorded, String accessToken, String body) {
    HttpRequest.Builder request = portal.request(recorded.get("path").stringValue());
    request.method(
        recorded.get("method").stringValue(),
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    recorded
        .get("headers")
        .properties()
        .forEach(header ->
            request.header(
                header.getKey(),
                header.getValue().stringValue().replace(PortalFiles.ACCESS_TOKEN, accessToken)));
    return request.build();
  }

  /** Here a bastion is in the group that the file says, so another one asks about backends. */
  private static String accessToken(String body) {
    return body.contains("\"server_group\": \"backend\"")
        ? PortalFiles.BACKEND_TOKEN
        : PortalFiles.ACCESS_TOKEN;
  }

  private static String client(TestPortal portal, String body) {
    var assertion =
        new TestAssertion(portal.clock.instant())
            .claim("aud", "http://portal.example/oauth2/token");
    return body.replace("client_id=pam-access", "client_id=sallyport")
        .replace("client_secret=pamsecret", "client_secret=" + PortalFiles.CLIENT_SECRET)
        .replaceFirst("client_assertion=[^&]*", "client_assertion=" + assertion.sign());
  }

  private static String redeem(TestPortal portal) {
    return "{\"token\": \"" + portal.token("dwho") + "\"}";
  }

  private static String enrolled(TestPortal portal) {
    return TestBastion.enrolled(portal).accessToken();
  }

  private static String revoked(TestPortal portal) {
    Enrolled bastion = TestBastion.enrolled(portal);
    Map<String, String> form = TestBastion.authenticated();
    form.put("token", bastion.accessToken());
    portal.form(RevocationEndpoint.PATH, form);
    return bastion.accessToken();
  }
}
