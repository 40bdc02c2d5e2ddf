package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.portal.PortalAnswer.Given;
import io.sallyport.bastion.portal.PortalAnswer.Refused;
import io.sallyport.bastion.portal.PortalAnswer.Unavailable;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a portal tells everybody about its SSH authority, and what is no answer to that. */
final class SshEndpointTest {

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
  void keyOfARealPortal_isItsLine() throws IOException {
    Recorded.named("ssh ca").at(server);

    assertThat(portal.authority().publicKeys())
        .isInstanceOfSatisfying(
            Given.class,
            given -> assertThat((String) given.value()).startsWith("ssh-ed25519 AAAA"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh revoked: KRL", "ssh revoked: KRL after a revocation"})
  void revocationListOfARealPortal_isItsBytes(String exchange) throws IOException {
    Recorded.named(exchange).at(server);

    assertThat(portal.authority().revocationList())
        .isInstanceOfSatisfying(
            Given.class,
            given ->
                assertThat((byte[]) given.value()).startsWith("SSHKRL\n\0".getBytes(US_ASCII)));
  }

  @Test
  void whereNothingWasRevokedYet_theListIsEmpty_ofWhateverType() {
    server.answers(200, "text/html", "");

    assertThat(portal.authority().revocationList())
        .isInstanceOfSatisfying(Given.class, given -> assertThat((byte[]) given.value()).isEmpty());
  }

  @Test
  void nobodyHasToShowATokenForIt() throws IOException {
    Recorded.named("ssh ca").at(server);
    var _ = portal.authority().publicKeys();

    assertThat(server.asked().getLast().authorization()).isNull();
  }

  @Test
  void portalWithoutAnAuthority_saysNo() {
    server.answers(404, "text/html", "<html>");

    assertThat(portal.authority().publicKeys())
        .isEqualTo(new Refused<>("ssh/ca: the portal has no SSH authority (404)"));
    assertThat(portal.authority().revocationList()).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 403, 500, 503})
  @DisplayName("N24 a login page is no answer, whatever its status")
  void pageOfHtml_isNoAnswer(int status) {
    server.answers(status, "text/html; charset=utf-8", "<html>");

    assertThat(portal.authority().publicKeys())
        .isInstanceOfSatisfying(
            Unavailable.class, answer -> assertThat(answer.down()).isEqualTo(status >= 500));
    assertThat(portal.authority().revocationList()).isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource({"262144, true", "262145, false"})
  @DisplayName("N24 an answer of more than 256 KiB is none")
  void length_hasALimit(int length, boolean taken) {
    String body = "A".repeat(length);
    server.answers(200, "application/octet-stream", body);

    PortalAnswer<byte[]> answer = portal.authority().revocationList();

    assertThat(answer).isInstanceOf(taken ? Given.class : Unavailable.class);
    if (answer instanceof Given<byte[]>(var bytes)) {
      assertThat(new String(bytes, US_ASCII)).isEqualTo(body);
    }
  }

  @Test
  void portalThatDoesNotAnswer_isDown() {
    server.close();

    assertThat(portal.authority().publicKeys())
        .isInstanceOfSatisfying(Unavailable.class, answer -> assertThat(answer.down()).isTrue());
  }
}
