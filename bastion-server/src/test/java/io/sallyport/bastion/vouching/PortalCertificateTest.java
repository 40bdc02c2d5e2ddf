package io.sallyport.bastion.vouching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.token.SshEd25519Key;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Objects;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The certificate that a running LemonLDAP::NG portal signed. */
final class PortalCertificateTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant FIRST = Instant.ofEpochSecond(1795368420);
  private static final Instant END = Instant.ofEpochSecond(1795368636);

  private final JsonNode asked;
  private final JsonNode answered;
  private final PortalCertificate certificate;

  PortalCertificateTest() throws IOException {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    getClass()
                        .getResourceAsStream(
                            "/io/sallyport/bastion/portal/lemonldap-exchanges.jsonl")),
                UTF_8))) {
      JsonNode exchange =
          in.lines()
              .map(JSON::readTree)
              .filter(line -> line.path("name").asString().equals("bastion-cert"))
              .findFirst()
              .orElseThrow();
      asked = JSON.readTree(exchange.path("request").path("body").asString());
      answered = JSON.readTree(exchange.path("body").asString());
    }
    certificate = PortalCertificate.parse(answered.path("certificate").asString());
  }

  @Test
  void serial_isThatOfTheAnswer() {
    assertThat(certificate.serial()).isEqualTo(answered.path("serial").asString());
  }

  @Test
  void login_isTheUserAndNobodyElse() {
    assertThat(certificate.lets(asked.path("user").asString())).isTrue();
    assertThat(certificate.lets("root")).isFalse();
  }

  @Test
  void hopWithItsKey_canUseIt_inItsTime() throws IOException {
    PublicKey hopKey =
        new ByteArrayBuffer(SshEd25519Key.parse(asked.path("public_key").asString()).blob())
            .getRawPublicKey();

    certificate.check(hopKey, FIRST);
    certificate.check(hopKey, END.minusSeconds(1));
    for (Instant out : new Instant[] {FIRST.minusSeconds(1), END}) {
      assertThatThrownBy(() -> certificate.check(hopKey, out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("is not valid now");
    }
  }
}
