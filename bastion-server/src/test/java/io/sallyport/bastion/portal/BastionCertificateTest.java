package io.sallyport.bastion.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.portal.Portal.Authorization;
import io.sallyport.bastion.portal.Portal.Person;
import io.sallyport.config.Secret;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The voucher that a portal gives, and the certificate that it signs for it. */
final class BastionCertificateTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String VOUCHER = "639be0e0-bda1-442b-8e41-fa1673a0b9c8";
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKJn8AlGPKdVGoGCuxLRojjR5lIjVdffJKtD+fXQZ1HP hop";
  private static final BastionCertificateRequest REQUEST =
      new BastionCertificateRequest(
          "dwho", "web-01", "backend", KEY, new Voucher(Secret.of(VOUCHER)));

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
  void voucher_comesWithTheYes() throws IOException {
    Recorded.named("authorize: bastion group").at(server);

    assertThat(voucher()).contains(VOUCHER);
  }

  @ParameterizedTest
  @CsvSource({"43200, true", "\"43200\", true", "1, true", "0, false", "\"0\", false"})
  void lifeOfAVoucher_isANumberOrAString_andOneThatHasRunOutIsNone(String life, boolean given) {
    answersVoucher("\"" + VOUCHER + "\"", life);

    assertThat(voucher().isPresent()).isEqualTo(given);
  }

  @Test
  void voucherLeftOut_isNone_andTheYesIsAYes() {
    server.answersJson("{\"authorized\": true, \"user\": \"dwho\"}");

    assertThat(portal.authorize("dwho", "web-01"))
        .isEqualTo(
            new PortalAnswer.Given<>(
                new Authorization(
                    new Person("dwho", List.of()), Optional.empty(), Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource({
    "bastion_voucher,            12,                                       10",
    "bastion_voucher,            null,                                     10",
    "bastion_voucher,            \"639be0e0-bda1-442b-8e41-fa1673a0b9c\",   10",
    "bastion_voucher,            \"639be0e0-bda1-442b-8e41-fa1673a0b9c8f\", 10",
    "bastion_voucher_expires_in, \"639be0e0-bda1-442b-8e41-fa1673a0b9c8\",  null",
    "bastion_voucher_expires_in, \"639be0e0-bda1-442b-8e41-fa1673a0b9c8\",  -1",
    "bastion_voucher_expires_in, \"639be0e0-bda1-442b-8e41-fa1673a0b9c8\",  1.5",
    "bastion_voucher_expires_in, \"639be0e0-bda1-442b-8e41-fa1673a0b9c8\",  \"soon\"",
  })
  @DisplayName("N43 a voucher of another form is no answer, and is not quoted")
  void voucherOfAnotherForm_isNoAnswer(String field, String id, String life) {
    answersVoucher(id, life);

    assertThat(portal.authorize("dwho", "web-01"))
        .isInstanceOfSatisfying(
            PortalAnswer.Unavailable.class,
            unavailable -> {
              assertThat(unavailable.down()).isFalse();
              assertThat(unavailable.reason())
                  .startsWith("authorize: the field \"" + field + "\" is not ")
                  .doesNotContain("639be0e0");
            });
  }

  @Test
  @DisplayName("N43 a voucher in a log is not the voucher")
  void voucherInALog_isNotTheVoucher() throws IOException {
    Recorded.named("authorize: bastion group").at(server);

    assertThat(portal.authorize("dwho", "web-01").toString()).doesNotContain(VOUCHER);
    assertThat(REQUEST.toString()).doesNotContain(VOUCHER);
  }

  @Test
  void certificate_isAskedForWithTheFieldsOfLemonLdap() throws IOException {
    Recorded recorded = Recorded.named("bastion-cert");
    recorded.at(server);

    var _ = portal.bastionCertificate(REQUEST);

    assertThat(server.asked().getFirst().path()).isEqualTo("/pam/bastion-cert");
    assertThat(server.asked().getFirst().body()).isEqualTo(JSON.readTree(recorded.sent()));
  }

  @Test
  void certificate_isGivenAsItIs() throws IOException {
    Recorded recorded = Recorded.named("bastion-cert");
    recorded.at(server);
    JsonNode body = JSON.readTree(recorded.body());

    assertThat(portal.bastionCertificate(REQUEST))
        .isEqualTo(new PortalAnswer.Given<>(body.path("certificate").asString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1795365268792045835", "\"17953652687920458351\""})
  void serial_mayBeANumberOrAString_beyond2To53(String serial) {
    server.answersJson(
        "{\"certificate\": \"ssh-x AAAA\", \"serial\": %s, \"expires_in\": \"120\"}"
            .formatted(serial));

    assertThat(portal.bastionCertificate(REQUEST))
        .isEqualTo(new PortalAnswer.Given<>("ssh-x AAAA"));
  }

  @ParameterizedTest
  @CsvSource({
    "bastion-cert: wrong voucher,       voucher_rejected: voucher_mismatch",
    "bastion-cert: no voucher for user, voucher_rejected: voucher_expired",
    "bastion-cert: bad key,             Invalid SSH public key format",
  })
  void certificateThatThePortalWillNotSign_isRefused_withItsReason(String exchange, String reason)
      throws IOException {
    Recorded.named(exchange).at(server);

    assertThat(portal.bastionCertificate(REQUEST)).isEqualTo(new PortalAnswer.Refused<>(reason));
  }

  @Test
  void failureToLookTheVoucherUp_isAnOutage_andNoNo() {
    server.answers(
        500,
        "application/json",
        "{\"error\": \"voucher_check_failed\", \"reason\": \"session_error\"}");

    assertThat(portal.bastionCertificate(REQUEST))
        .isEqualTo(
            new PortalAnswer.Unavailable<>(
                "bastion-cert: answered 500 with application/json", true));
  }

  @Test
  void answerWithoutACertificate_isNoAnswer() {
    server.answersJson("{\"serial\": \"1\", \"expires_in\": 120}");

    assertThat(portal.bastionCertificate(REQUEST))
        .isEqualTo(
            new PortalAnswer.Unavailable<>(
                "bastion-cert: the field \"certificate\" is not a string", false));
  }

  private void answersVoucher(String id, String life) {
    server.answersJson(
        ("{\"authorized\": true, \"user\": \"dwho\", \"bastion_voucher\": %s,"
                + " \"bastion_voucher_expires_in\": %s}")
            .formatted(id, life));
  }

  private Optional<String> voucher() {
    var answer = (PortalAnswer.Given<Authorization>) portal.authorize("dwho", "bastion-01");
    return answer.value().voucher().map(voucher -> voucher.id().reveal());
  }
}
