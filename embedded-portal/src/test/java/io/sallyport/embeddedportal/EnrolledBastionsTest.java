package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.embeddedportal.TestBastion.Enrolled;
import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EnrolledBastionsTest {
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

  @Test
  void enrolled_hasAnIdOfItsOwnAndTheGroupOfItsClient() {
    Reply first = probe(TestBastion.enrolled(portal));
    Reply second = probe(TestBastion.enrolled(portal));
    assertThat(first.text("server_group")).isEqualTo("bastion");
    assertThat(first.text("bastion_id")).matches("[0-9a-f]{64}");
    assertThat(second.text("bastion_id"))
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(first.text("bastion_id"));
  }

  @Test
  void configuredBastions_stayWhoTheyAre() {
    Reply reply = portal.post(BastionTokenEndpoint.PATH, "{\"probe\": true}");
    assertThat(reply.text("bastion_id")).isEqualTo("bastion-01");
  }

  @Test
  @DisplayName("the group of the configuration counts, never the claimed one")
  void claimedGroup_isRefused() {
    Enrolled bastion = TestBastion.enrolled(portal);
    String claim = "{\"user\": \"rtyler\", \"server_group\": \"backend\"}";
    assertThat(portal.post(AuthorizeEndpoint.PATH, bastion.accessToken(), claim).status())
        .isEqualTo(403);
  }

  @Test
  void accessToken_livesAnHour() {
    Enrolled bastion = TestBastion.enrolled(portal);
    portal.clock.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(userinfo(bastion).status()).isEqualTo(200);
    portal.clock.advance(Duration.ofMillis(1));
    assertThat(userinfo(bastion).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @MethodSource("io.sallyport.embeddedportal.ServerGateTest#paths")
  void accessTokenOfAnotherScope_opensNothing(String path) {
    Enrolled bastion = TestBastion.enrolled(portal, "openid pamx pam:servers");
    Reply reply = portal.post(path, bastion.accessToken(), DWHO);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text("error")).isEqualTo("Invalid token scope");
  }

  @Test
  void refreshToken_opensNothing() {
    Enrolled bastion = TestBastion.enrolled(portal);
    assertThat(portal.post(UserinfoEndpoint.PATH, bastion.refreshToken(), DWHO).status())
        .isEqualTo(401);
  }

  @Test
  void clientThatIsRemoved_takesItsBastionsAlong() throws IOException {
    Enrolled bastion = TestBastion.enrolled(portal);
    restartWith("id: sallyport", "id: other");
    assertThat(userinfo(bastion).status()).isEqualTo(401);
  }

  @Test
  void groupThatIsChanged_countsAtOnce() throws IOException {
    Enrolled bastion = TestBastion.enrolled(portal);
    restartWith("client-secret}, group: bastion", "client-secret}, group: backend");
    assertThat(probe(bastion).text("server_group")).isEqualTo("backend");
  }

  private void restartWith(String replacing, String replacement) throws IOException {
    portal.close();
    portal.files.change(replacing, replacement);
    portal = TestPortal.of(portal.files, portal.clock);
  }

  private Reply userinfo(Enrolled bastion) {
    return portal.post(UserinfoEndpoint.PATH, bastion.accessToken(), DWHO);
  }

  private Reply probe(Enrolled bastion) {
    return portal.post(BastionTokenEndpoint.PATH, bastion.accessToken(), "{\"probe\": true}");
  }
}
