package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerGateTest {
  private static final String BEARER = "Bearer " + PortalFiles.ACCESS_TOKEN;
  private static final String DWHO = "{\"user\": \"dwho\"}";

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

  static String[] paths() {
    return new String[] {
      VerifyEndpoint.PATH, AuthorizeEndpoint.PATH, UserinfoEndpoint.PATH, BastionTokenEndpoint.PATH
    };
  }

  @ParameterizedTest
  @MethodSource("paths")
  void withoutAccessToken_isUnauthorized(String path) {
    Reply reply = portal.send(portal.request(path).POST(BodyPublishers.ofString(DWHO)).build());
    assertUnauthorized(reply, "Server Bearer token required");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void unknownAccessToken_isUnauthorized(String path) {
    Reply reply = portal.post(path, "0".repeat(64), DWHO);
    assertUnauthorized(reply, "Invalid or expired server token");
  }

  @Test
  void accessTokenWithOneCharacterMore_isUnknown() {
    Reply reply = portal.post(UserinfoEndpoint.PATH, PortalFiles.ACCESS_TOKEN + "0", DWHO);
    assertUnauthorized(reply, "Invalid or expired server token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Basic " + PortalFiles.ACCESS_TOKEN,
        PortalFiles.ACCESS_TOKEN,
        BEARER + " x",
        BEARER + "=",
        BEARER + ", " + BEARER,
      })
  void otherAuthorization_isNone(String authorization) {
    Reply reply =
        portal.send(
            portal
                .request(UserinfoEndpoint.PATH)
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(DWHO))
                .build());
    assertUnauthorized(reply, "Server Bearer token required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
  void scheme_isReadInAnyCase(String scheme) {
    Reply reply =
        portal.send(
            portal
                .request(UserinfoEndpoint.PATH)
                .header("Authorization", scheme + PortalFiles.ACCESS_TOKEN)
                .POST(BodyPublishers.ofString(DWHO))
                .build());
    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void twoAuthorizationFields_areNone() {
    HttpRequest request =
        portal
            .request(UserinfoEndpoint.PATH)
            .header("Authorization", BEARER)
            .header("Authorization", BEARER)
            .POST(BodyPublishers.ofString(DWHO))
            .build();
    assertUnauthorized(portal.send(request), "Server Bearer token required");
  }

  @Test
  @DisplayName("N25 an access token in the URL, where logs would keep it, is none")
  void accessTokenInTheQuery_isNone() {
    String path = UserinfoEndpoint.PATH + "?access_token=" + PortalFiles.ACCESS_TOKEN;
    Reply reply = portal.send(portal.request(path).POST(BodyPublishers.ofString(DWHO)).build());
    assertUnauthorized(reply, "Server Bearer token required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "\"text\"",
        "null",
        "{",
        "{\"user\": \"dwho\"",
        "{\"user\": \"dwho\"} {}",
        "{\"user\": \"dwho\", \"user\": \"rtyler\"}",
        "{'user': 'dwho'}",
      })
  void bodyThatIsNotOneStrictJsonObject_isABadRequest(String body) {
    Reply reply = portal.post(UserinfoEndpoint.PATH, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("error").stringValue()).isEqualTo("Invalid JSON");
  }

  @Test
  void unknownMembers_areIgnored() {
    Reply reply = portal.post(UserinfoEndpoint.PATH, "{\"user\": \"dwho\", \"more\": [1, {}]}");
    assertThat(reply.json().get("found").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void numberInPlaceOfAText_isABadRequest(String path) {
    String parameter = path.equals(VerifyEndpoint.PATH) ? "token" : "user";
    Reply reply = portal.post(path, "{\"" + parameter + "\": 7}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("error").stringValue())
        .isEqualTo(parameter + " parameter must be a string");
  }

  @Test
  void bodyOf64KiB_isRead() {
    assertThat(portal.post(UserinfoEndpoint.PATH, padded(64 * 1024)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("N24 a body of 64 KiB and one byte is refused")
  void longerBody_isTooLarge() {
    assertThat(portal.post(UserinfoEndpoint.PATH, padded(64 * 1024 + 1)).status()).isEqualTo(413);
  }

  @Test
  void getOfAQuestion_isNotAllowed() {
    Reply reply = portal.get(VerifyEndpoint.PATH);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo("POST");
  }

  @Test
  void postOfADocument_isNotAllowed() {
    Reply reply = portal.post(Discovery.KEYS_PATH, "{}");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/pam", "/pam/verify/", "/pam/xyz", "/.well-known/jwks.json"})
  void everyOtherPath_isNotFound(String path) {
    Reply reply = portal.post(path, DWHO);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pam//verify", "/pam/x/..;/verify", "/pam%2Fverify"})
  void ambiguousPath_isABadRequest(String path) {
    assertThat(portal.post(path, DWHO).status()).isEqualTo(400);
  }

  @Test
  void answers_doNotNameTheServer() {
    assertThat(portal.get(Discovery.PATH).response().headers().map()).doesNotContainKey("server");
  }

  @Test
  void requestThatIsNotHttp_isAnsweredInJsonWithoutDetail() throws IOException {
    String answer = raw("POST /pam/verify HTTP/1.1\r\nHost: a b\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("{\"error\":\"Bad Request\"}");
  }

  @Test
  void brokenChunkInTheBody_endsTheConnectionWithoutAnAnswerOfTheEndpoint() throws IOException {
    String answer =
        raw(
            "POST /pam/userinfo HTTP/1.1\r\nHost: portal\r\nAuthorization: "
                + BEARER
                + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Connection: close");
  }

  /** What the portal answers until it closes the connection. */
  private String raw(String request) throws IOException {
    try (var socket = new Socket(portal.url().getHost(), portal.url().getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String padded(int length) {
    return DWHO + " ".repeat(length - DWHO.length());
  }

  private static void assertUnauthorized(Reply reply, String error) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"pam\"");
    assertThat(reply.json()).isEqualTo(TestPortal.JSON.valueToTree(Map.of("error", error)));
  }
}
