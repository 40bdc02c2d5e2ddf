package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.VouchingKind;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.PortalCa;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestBackend;
import io.sallyport.bastion.testing.WithBastion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend that believes the portal's authority, and not the bastion's. */
final class PassageByPortalCertificateTest extends WithBastion {

  private static final String VOUCHER = "639be0e0-bda1-442b-8e41-fa1673a0b9c8";

  private final PortalCa ca = new PortalCa();
  private final TestBackend old;

  PassageByPortalCertificateTest(@TempDir Path folder) throws IOException {
    super(folder);
    this.old = new TestBackend(ca.publicKey());
  }

  @BeforeEach
  void know() throws IOException {
    Files.writeString(bastion.knownHosts(), old.knownAs("old-01"), StandardOpenOption.APPEND);
    bastion
        .policy(Rules.policy(Rules.rule("ops", "*", "ansible"), Rules.rule("all", "*", "deploy")))
        .target(old("old-01", Optional.empty()));
    bastion.portal.givesVoucher(VOUCHER);
    bastion.portal.certifies(
        request -> new PortalAnswer.Given<>(ca.certify(request, Instant.now())));
  }

  @AfterEach
  void closeBackend() throws IOException {
    old.close();
  }

  @Test
  void backend_letsTheUserIn_byThePortalsCertificate() throws IOException {
    ClientSession session = client.jump(ansible(), "ansible", "old-01", 22);

    assertThat(Run.exec(session, "echo hello").stdout()).isEqualTo("hello\n");
    assertThat(old.shown().getFirst().principals()).containsExactly("ansible");
    assertThat(old.shown().getFirst().token()).isEmpty();
    assertThat(bastion.portal.certified().getFirst().voucher().id().reveal()).isEqualTo(VOUCHER);
    assertThat(bastion.portal.vouched()).isEmpty();
  }

  @Test
  void serialOfTheCertificate_isInTheAuditAndInTheRecording_andTheVoucherIsNot()
      throws IOException, InterruptedException {
    ClientSession session = client.jump(ansible(), "ansible", "old-01", 22);

    assertThat(bastion.audit.await(AuditEvent.HopStarted.class).vouchedBy())
        .isEqualTo(VouchedBy.certificate(PortalCa.SERIAL));
    assertThat(bastion.audit.events().toString()).doesNotContain(VOUCHER);
    session.close(true).await();
    assertThat(Files.readString(Recordings.theOnlyOne(bastion.recordings()).resolve("hop.jsonl")))
        .contains("\"certificate_serial\":\"" + PortalCa.SERIAL + "\"")
        .doesNotContain("jti", VOUCHER);
  }

  @Test
  void otherTargets_areStillShownTokens() throws IOException {
    var _ = deployOnWeb();

    assertThat(bastion.backend.shown().getFirst().token()).isPresent();
    assertThat(bastion.portal.certified()).isEmpty();
  }

  @Test
  void loginOfAnotherName_isNotAllowed_andTheAuditSaysWhy()
      throws IOException, InterruptedException {
    assertThat(refusal("deploy")).contains("not allowed, or no such host or login");
    assertThat(hopFailed())
        .isEqualTo(
            "not vouched for: the portal's certificate is not for the login deploy;"
                + " LemonLDAP::NG signs for the user's own name only");
    assertThat(old.shown()).isEmpty();
  }

  @Test
  @DisplayName("N43 a portal that refuses its own voucher; the voucher is told nobody")
  void voucherThatIsRefused_isNotAllowed_andNotTold() throws IOException, InterruptedException {
    bastion.portal.certifies(_ -> new PortalAnswer.Refused<>("voucher_rejected: voucher_mismatch"));

    assertThat(refusal("ansible"))
        .contains("not allowed, or no such host or login")
        .doesNotContain("voucher", VOUCHER);
    assertThat(hopFailed()).isEqualTo("not vouched for: voucher_rejected: voucher_mismatch");
    assertThat(old.shown()).isEmpty();
  }

  @Test
  void certificateOfAnotherAuthority_isNotLetInByTheBackend() throws IOException {
    PortalCa another = new PortalCa();
    bastion.portal.certifies(
        request -> new PortalAnswer.Given<>(another.certify(request, Instant.now())));

    assertThat(refusal("ansible")).contains("the host did not accept the login");
  }

  @Test
  void backendBehindAnotherOne_isShownItsCertificate_andTheLinkAToken()
      throws IOException, InterruptedException {
    bastion.target(
        old("far-01", Optional.of(new Destination("deploy", bastion.backend.target("web-01")))));
    Files.writeString(bastion.knownHosts(), old.knownAs("far-01"), StandardOpenOption.APPEND);

    ClientSession session = client.jump(ansible(), "ansible", "far-01", 22);

    assertThat(Run.exec(session, "echo far").stdout()).isEqualTo("far\n");
    assertThat(bastion.backend.shown().getFirst().token()).isPresent();
    assertThat(old.shown().getFirst().token()).isEmpty();
  }

  private Target old(String name, Optional<Destination> via) {
    return new Target(
        name, 22, old.address(), "default", false, VouchingKind.PORTAL_CERTIFICATE, via);
  }

  private String refusal(String login) throws IOException {
    ClientSession outer = ansible();
    assertThatThrownBy(() -> client.jump(outer, login, "old-01", 22))
        .isInstanceOf(IOException.class);
    return client.told().toString();
  }

  private String hopFailed() throws InterruptedException {
    return bastion.audit.await(AuditEvent.HopFailed.class).reason();
  }
}
