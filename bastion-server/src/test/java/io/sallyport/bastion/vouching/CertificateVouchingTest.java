package io.sallyport.bastion.vouching;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.VouchingKind;
import io.sallyport.bastion.portal.BastionCertificateRequest;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.portal.Voucher;
import io.sallyport.bastion.testing.FakePortal;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Offline;
import io.sallyport.bastion.testing.PortalCa;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.config.Address;
import io.sallyport.config.Secret;
import io.sallyport.token.SshEd25519Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bastion makes of the certificates that a portal signs, and of what is none. */
final class CertificateVouchingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final SessionId SESSION = new SessionId("01a204a2868d484972c181f704");
  private static final String VOUCHER = "639be0e0-bda1-442b-8e41-fa1673a0b9c8";
  private static final Target WEB = target("web-01", VouchingKind.PORTAL_CERTIFICATE);

  private final FakePortal portal = new FakePortal();
  private final PortalCa ca = new PortalCa();
  private final Vouching vouching =
      new Vouching(
          portal, Optional.empty(), Offline.none(), Ed25519.fresh(), InstantSource.fixed(NOW));
  private final Identity alice = Identities.person("alice", "ops");

  @Test
  void portalIsAskedAboutExactlyThisHop_withTheVoucher_andForNoToken() {
    HopCredential credential = vouched(_ -> {});

    BastionCertificateRequest asked = portal.certified().getFirst();
    assertThat(asked.user()).isEqualTo("alice");
    assertThat(asked.targetHost()).isEqualTo("web-01");
    assertThat(asked.targetGroup()).isEqualTo("backends");
    assertThat(asked.voucher().id().reveal()).isEqualTo(VOUCHER);
    assertThat(SshEd25519Key.parse(asked.publicKey()))
        .isEqualTo(SshEd25519Key.of(certificate(credential).getCertPubKey()));
    assertThat(portal.vouched()).isEmpty();
  }

  @Test
  void certificateOfThePortal_isWhatTheBackendIsShown() {
    StringBuilder signed = new StringBuilder();
    portal.certifies(request -> {
      String line = ca.certify(request, NOW);
      signed.append(line);
      return new PortalAnswer.Given<>(line);
    });

    HopCredential credential =
        ((Vouched.For) vouch(WEB, "alice", Optional.of(voucher()))).credentials().target();

    assertThat(PublicKeyEntry.toString(certificate(credential)) + " ephemeral")
        .isEqualTo(signed.toString());
    assertThat(credential.vouchedBy()).isEqualTo(VouchedBy.certificate(PortalCa.SERIAL));
    assertThat(credential).hasToString("HopCredential[certificate_serial=" + PortalCa.SERIAL + "]");
  }

  @Test
  void everyHop_hasAKeyOfItsOwn() {
    var _ = vouched(_ -> {});
    var _ = vouched(_ -> {});

    assertThat(portal.certified())
        .extracting(BastionCertificateRequest::publicKey)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void withoutAVoucher_isRefused_andThePortalNotAsked() {
    assertThat(vouch(WEB, "alice", Optional.empty()))
        .isEqualTo(
            new Vouched.Refused(
                "the portal has given this bastion no voucher for alice,"
                    + " and certifies no key without one"));
    assertThat(portal.certified()).isEmpty();
  }

  @Test
  void loginThatThePortalDoesNotSignFor_isRefused_andSaidWhy() {
    certifies(_ -> {});

    assertThat(vouch(WEB, "deploy", Optional.of(voucher())))
        .isEqualTo(
            new Vouched.Refused(
                "the portal's certificate is not for the login deploy;"
                    + " LemonLDAP::NG signs for the user's own name only"));
  }

  @Test
  void loginAmongOthers_isLetIn_andAnEmptyListOfLoginsLetsNobodyIn() {
    certifies(builder -> builder.principals(List.of("alice", "deploy")));
    assertThat(vouch(WEB, "deploy", Optional.of(voucher()))).isInstanceOf(Vouched.For.class);

    certifies(builder -> builder.principals(List.of()));
    assertThat(vouch(WEB, "alice", Optional.of(voucher()))).isInstanceOf(Vouched.Refused.class);
  }

  @Test
  @DisplayName("N29 a certificate for another key")
  void certificateForAnotherKey_isNotUsed() {
    String other = SshEd25519Key.of(Ed25519.fresh().getPublic()).toString();
    portal.certifies(request ->
        new PortalAnswer.Given<>(
            ca.certify(
                new BastionCertificateRequest(
                    request.user(), request.targetHost(), "g", other, request.voucher()),
                NOW)));

    assertUnusable("is for another key than that of this hop");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, true", "1, 2, false", "-60, 0, false", "-60, 1, true"})
  void certificate_isUsedFromItsFirstSecondToItsLast(int after, int before, boolean used) {
    certifies(
        builder -> builder.validAfter(NOW.plusSeconds(after)).validBefore(NOW.plusSeconds(before)));

    if (used) {
      assertThat(vouch(WEB, "alice", Optional.of(voucher()))).isInstanceOf(Vouched.For.class);
    } else {
      assertUnusable("is not valid now; compare the clocks of portal and bastion");
    }
  }

  @Test
  void hostCertificate_isNotUsed() {
    portal.certifies(request ->
        new PortalAnswer.Given<>(
            ca.certify(OpenSshCertificateBuilder.hostCertificate(), request, NOW, _ -> {})));

    assertUnusable("is none for a user");
  }

  @Test
  void sourceAddress_isUnderstood() {
    certifies(builder -> builder.criticalOption("source-address", "192.0.2.10/32"));

    assertThat(vouch(WEB, "alice", Optional.of(voucher()))).isInstanceOf(Vouched.For.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"force-command", "verify-required", "something-new@example.com"})
  void anotherCriticalOption_isNot(String option) {
    certifies(builder ->
        builder.criticalOption("source-address", "192.0.2.10").criticalOption(option, "x"));

    assertUnusable("has a critical option other than source-address");
  }

  @Test
  @DisplayName("a certificate that would not be shown byte for byte as it was signed")
  void optionThatIsReadOtherwiseThanItIsWritten_isNotUsed() {
    certifies(builder -> builder.extension("x@example.com", " spaces around "));

    assertUnusable("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "ssh-ed25519-cert-v01@openssh.com",
        "ssh-ed25519-cert-v01@openssh.com secret",
        "ssh-ed25519-cert-v01@openssh.com c2VjcmV0",
        "ssh-ed25519-cert-v01@openssh.com"
            + " AAAAC3NzaC1lZDI1NTE5AAAAIKJn8AlGPKdVGoGCuxLRojjR5lIjVdffJKtD+fXQZ1HP",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKJn8AlGPKdVGoGCuxLRojjR5lIjVdffJKtD+fXQZ1HP",
        "ssh-rsa-cert-v01@openssh.com AAAA",
      })
  @DisplayName("N43 what the portal sent instead of a certificate is not quoted")
  void somethingElse_isNotUsed_andNotQuoted(String line) {
    portal.certifies(_ -> new PortalAnswer.Given<>(line));

    assertThat(vouch(WEB, "alice", Optional.of(voucher())))
        .isInstanceOfSatisfying(
            Vouched.Unavailable.class,
            unavailable ->
                assertThat(unavailable.reason())
                    .startsWith("the portal's certificate ")
                    .doesNotContain("secret", "c2Vj", "AAAA"));
  }

  @Test
  void noOfThePortal_isRefused_andAnOutageIsUnavailable() {
    portal.certifies(_ -> new PortalAnswer.Refused<>("voucher_rejected: voucher_mismatch"));
    assertThat(vouch(WEB, "alice", Optional.of(voucher())))
        .isEqualTo(new Vouched.Refused("voucher_rejected: voucher_mismatch"));

    portal.certifies(_ -> new PortalAnswer.Unavailable<>("down"));
    assertThat(vouch(WEB, "alice", Optional.of(voucher())))
        .isEqualTo(new Vouched.Unavailable("down"));
  }

  @Test
  void linkAndTarget_areEachVouchedForInTheirOwnWay() {
    certifies(_ -> {});
    Target gate = target("gate-01", VouchingKind.TOKEN);
    Target behind = behind(gate, "db-01", VouchingKind.PORTAL_CERTIFICATE);

    var vouched = (Vouched.For) vouch(behind, "alice", Optional.of(voucher()));

    assertThat(vouched.credentials().inOrder())
        .extracting(credential -> credential.vouchedBy().jti().isPresent())
        .containsExactly(true, false);
    assertThat(portal.vouched())
        .extracting(BastionTokenRequest::targetHost)
        .containsExactly("gate-01");
    assertThat(portal.certified())
        .extracting(BastionCertificateRequest::targetHost)
        .containsExactly("db-01");
  }

  @Test
  void linkWhoseLoginThePortalDoesNotSignFor_isRefused_byItsName() {
    certifies(_ -> {});
    Target gate = target("gate-01", VouchingKind.PORTAL_CERTIFICATE);
    Target behind = behind(gate, "db-01", VouchingKind.TOKEN);

    assertThat(vouch(behind, "alice", Optional.of(voucher())))
        .isInstanceOfSatisfying(
            Vouched.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith("jump@gate-01: the portal's certificate is not for the login"));
  }

  private void assertUnusable(String problem) {
    assertThat(vouch(WEB, "alice", Optional.of(voucher())))
        .isEqualTo(new Vouched.Unavailable("the portal's certificate " + problem));
  }

  private HopCredential vouched(Consumer<OpenSshCertificateBuilder> changes) {
    certifies(changes);
    return ((Vouched.For) vouch(WEB, "alice", Optional.of(voucher()))).credentials().target();
  }

  private void certifies(Consumer<OpenSshCertificateBuilder> changes) {
    portal.certifies(request ->
        new PortalAnswer.Given<>(
            ca.certify(OpenSshCertificateBuilder.userCertificate(), request, NOW, changes)));
  }

  private Vouched vouch(Target target, String login, Optional<Voucher> voucher) {
    return vouching.vouch(Rules.grant(alice, target, login), voucher, SESSION);
  }

  private static Voucher voucher() {
    return new Voucher(Secret.of(VOUCHER));
  }

  private static OpenSshCertificate certificate(HopCredential credential) {
    return (OpenSshCertificate) credential.certified().getPublic();
  }

  private static Target target(String name, VouchingKind kind) {
    return target(name, kind, Optional.empty());
  }

  private static Target behind(Target gate, String name, VouchingKind kind) {
    return target(name, kind, Optional.of(new Destination("jump", gate)));
  }

  private static Target target(String name, VouchingKind kind, Optional<Destination> via) {
    return new Target(name, 22, new Address("127.0.0.1", 1), "backends", false, kind, via);
  }
}
