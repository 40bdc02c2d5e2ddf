package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.control.OrderReply;
import io.sallyport.embeddedportal.TestBastion.Enrolled;
import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class RevocationTest {
  @TempDir Path folder;
  private TestPortal portal;
  private Enrolled bastion;

  @BeforeEach
  void start() throws IOException {
    portal = TestPortal.in(folder);
    bastion = TestBastion.enrolled(portal);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void accessToken_endsAlone() {
    String next = beat(bastion).text("access_token");
    assertThat(revoke(bastion.accessToken()).status()).isEqualTo(200);
    assertThat(probe(bastion.accessToken())).isEqualTo(401);
    assertThat(probe(next)).isEqualTo(200);
    assertThat(beat(bastion).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("with its refresh token all access tokens of a bastion end, and of no other")
  void refreshToken_takesTheAccessTokensAlong() {
    Enrolled other = TestBastion.enrolled(portal);
    String next = beat(bastion).text("access_token");
    assertThat(revoke(bastion.refreshToken()).status()).isEqualTo(200);
    assertRevoked(bastion);
    assertThat(probe(next)).isEqualTo(401);
    assertThat(probe(other.accessToken())).isEqualTo(200);
    assertThat(beat(other).status()).isEqualTo(200);
  }

  @Test
  void unknownToken_makesNoDifference() {
    assertThat(revoke("0".repeat(64)).status()).isEqualTo(200);
    assertThat(revoke(PortalFiles.ACCESS_TOKEN).status()).isEqualTo(200);
    assertThat(probe(PortalFiles.ACCESS_TOKEN)).isEqualTo(200);
    assertThat(revoke("").text("error")).isEqualTo("invalid_request");
  }

  @Test
  void tokensOfAnotherClient_stayGood() {
    for (String token : List.of(bastion.accessToken(), bastion.refreshToken())) {
      Map<String, String> form = Map.of("client_id", "anybody", "token", token);
      Reply reply = portal.form(RevocationEndpoint.PATH, form);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.text("error")).isEqualTo("invalid_grant");
    }
    assertThat(probe(bastion.accessToken())).isEqualTo(200);
    assertThat(beat(bastion).status()).isEqualTo(200);
  }

  @Test
  void revocation_survivesARestart() throws IOException {
    revoke(bastion.refreshToken());
    portal.close();
    portal = TestPortal.of(portal.files, portal.clock);
    assertRevoked(bastion);
  }

  @Test
  void operator_endsAllTokensOfABastion() {
    Enrolled other = TestBastion.enrolled(portal);
    String id = id(bastion);
    Path control = portal.files.control();
    assertThat(PortalControl.revokeDevice(control, id))
        .isEqualTo(new OrderReply.Done(List.of("revoked " + id)));
    assertRevoked(bastion);
    assertThat(probe(other.accessToken())).isEqualTo(200);
    assertThat(PortalControl.listDevices(control))
        .isInstanceOfSatisfying(
            OrderReply.Done.class,
            done -> assertThat(done.lines()).hasSize(1).allMatch(line -> !line.contains(id)));
    assertThat(PortalControl.revokeDevice(control, id)).isInstanceOf(OrderReply.Refused.class);
  }

  @Test
  void operatorNamesAnEnrolledBastion() {
    Path control = portal.files.control();
    for (String id : List.of("", "bastion-01", "0".repeat(64), "a b", "a\nb")) {
      assertThat(PortalControl.revokeDevice(control, id)).isInstanceOf(OrderReply.Refused.class);
    }
    String id = id(bastion);
    portal.clock.advance(Duration.ofDays(30));
    assertThat(PortalControl.revokeDevice(control, id)).isInstanceOf(OrderReply.Refused.class);
  }

  @Test
  void activeToken_isDescribedToItsClient() {
    assertThat(introspect(bastion.accessToken()))
        .isEqualTo(
            TestPortal.JSON.readTree(
                """
                {"active": true, "sub": "sallyport", "client_id": "sallyport",
                 "aud": ["sallyport"], "scope": "pam:server", "iss": "http://portal.example/",
                 "iat": 1795370400, "nbf": 1795370400, "exp": 1795374000, "token_type": "bearer"}
                """));
  }

  @Test
  void everyOtherToken_isNotActive() {
    String revoked = TestBastion.enrolled(portal).accessToken();
    revoke(revoked);
    List<String> others =
        List.of(revoked, "0".repeat(64), bastion.refreshToken(), PortalFiles.ACCESS_TOKEN);
    for (String token : others) {
      assertNotActive(token);
    }
    portal.clock.advance(Duration.ofHours(1));
    assertNotActive(bastion.accessToken());
  }

  @Test
  void tokenOfAnotherClient_isNotActive() {
    TestBastion stranger = TestBastion.begins(portal, Map.of("client_id", "anybody"));
    stranger.approve();
    Map<String, String> poll = stranger.poll("");
    poll.put("client_id", "anybody");
    poll.remove("client_secret");
    assertNotActive(portal.form(TokenEndpoint.PATH, poll).text("access_token"));
  }

  @Test
  void publicClient_learnsNothing() {
    Map<String, String> form = Map.of("client_id", "anybody", "token", bastion.accessToken());
    Reply reply = portal.form(IntrospectionEndpoint.PATH, form);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).isEqualTo("invalid_client");
  }

  private void assertRevoked(Enrolled revoked) {
    assertThat(probe(revoked.accessToken())).isEqualTo(401);
    assertThat(beat(revoked).status()).isEqualTo(401);
  }

  private void assertNotActive(String token) {
    assertThat(introspect(token)).isEqualTo(TestPortal.JSON.readTree("{\"active\": false}"));
  }

  private Reply revoke(String token) {
    return portal.form(RevocationEndpoint.PATH, withToken(token));
  }

  private JsonNode introspect(String token) {
    return portal.form(IntrospectionEndpoint.PATH, withToken(token)).json();
  }

  private static Map<String, String> withToken(String token) {
    Map<String, String> form = TestBastion.authenticated();
    form.put("token", token);
    return form;
  }

  private int probe(String accessToken) {
    return portal.post(BastionTokenEndpoint.PATH, accessToken, "{\"probe\": true}").status();
  }

  private String id(Enrolled enrolled) {
    return portal
        .post(BastionTokenEndpoint.PATH, enrolled.accessToken(), "{\"probe\": true}")
        .text("bastion_id");
  }

  private Reply beat(Enrolled enrolled) {
    String body = "{\"refresh_token\": \"" + enrolled.refreshToken() + "\"}";
    return portal.send(
        portal.request(HeartbeatEndpoint.PATH).POST(BodyPublishers.ofString(body)).build());
  }
}
