package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.authority.UserAuthority;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.ScriptedAuth;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import io.sallyport.token.SshEd25519Key;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with an OpenSSH certificate that the portal's authority has signed. */
final class CertificateLoginTest extends WithBastion {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final KeyPair ca = pair();

  CertificateLoginTest(@TempDir Path folder) {
    super(folder);
  }

  @BeforeEach
  void believe() throws IOException {
    bastion.believing(authority());
    bastion.portal.describes(
        user -> new PortalAnswer.Given<>(new Portal.Person(user, List.of("ops"))));
  }

  @Test
  void certificate_letsItsOwnerIn_whoIsWhomThePortalSays() throws Exception {
    ClientSession outer = login(_ -> {});
    var _ = client.jump(outer, "deploy", "web-01", 22);

    assertThat(bastion.portal.described()).containsExactly("alice");
    assertThat(bastion.portal.verified()).isEmpty();
    assertThat(bastion.boundKeys().all()).isEmpty();
    assertThat(bastion.audit.events(AuditEvent.Authentication.class).getLast())
        .extracting(AuditEvent.Authentication::outcome, AuditEvent.Authentication::method)
        .containsExactly("authenticated", "publickey");
  }

  @Test
  void lobby_opensWhenThePortalHasSaidWhoItIs() throws Exception {
    ClientSession outer = login(_ -> {});

    assertThat(outer.executeRemoteCommand("targets")).contains("web-01");
  }

  @Test
  void personWhomThePortalDoesNotKnow_comesNoFurtherThanTheLobby() throws Exception {
    bastion.portal.describes(_ -> new PortalAnswer.Refused<>("there is nobody of this name"));
    ClientSession outer = login(_ -> {});

    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    assertThat(bastion.backend.shown()).isEmpty();
  }

  @ParameterizedTest(name = "N11 principals {0}")
  @CsvSource({"''", "bob", "*", "alice|*", "alice*", "ALICE", "'alice,bob'", "alice|!bob"})
  void certificateForOthers_forNobody_orForAPattern_isRefused(String principals) {
    assertRefused(builder -> builder.principals(List.of(principals.split("\\|", -1))));
  }

  @Test
  @DisplayName("N11 no principals at all")
  void certificateForNobody_isRefused() {
    assertRefused(builder -> builder.principals(List.of()));
  }

  @Test
  void principalAmongOthers_isEnough() throws Exception {
    assertThat(login(it -> it.principals(List.of("alice@example.com", "alice"))).isOpen()).isTrue();
  }

  @ParameterizedTest(name = "N11 critical option {0}")
  @ValueSource(strings = {"force-command", "verify-required", "x@example.com"})
  void criticalOption_thatCannotBeKept_isRefused(String option) {
    assertRefused(builder -> builder.criticalOption(option, "x"));
  }

  @ParameterizedTest(name = "N11 from {0}: {1}")
  @CsvSource({"127.0.0.0/8, true", "192.0.2.0/24, false"})
  void sourceAddress_isKept(String addresses, boolean letIn) throws Exception {
    Consumer<OpenSshCertificateBuilder> change =
        builder -> builder.criticalOption("source-address", addresses);
    if (letIn) {
      assertThat(login(change).isOpen()).isTrue();
    } else {
      assertRefused(change);
    }
  }

  @ParameterizedTest(name = "N11 valid from {0} s to {1} s: {2}")
  @CsvSource({"-60, 60, true", "-60, -1, false", "30, 60, false"})
  void certificate_isGoodInItsTime(int from, int to, boolean letIn) throws Exception {
    Instant now = Instant.now();
    Consumer<OpenSshCertificateBuilder> change =
        builder -> builder.validAfter(now.plusSeconds(from)).validBefore(now.plusSeconds(to));
    if (letIn) {
      assertThat(login(change).isOpen()).isTrue();
    } else {
      assertRefused(change);
    }
  }

  @Test
  @DisplayName("N11 a certificate that has expired by the bastion's clock")
  void certificate_expiresByTheBastionsClock() throws Exception {
    Address door = bastion.start();
    KeyPair certified = certified(it -> it.validBefore(Instant.now().plusSeconds(600)));
    assertThat(client.loginByKey(door, "alice", certified).isOpen()).isTrue();

    bastion.clock.advance(Duration.ofMinutes(10));

    assertThatThrownBy(() -> client.loginByKey(door, "alice", certified))
        .isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("N11 a host's certificate")
  void hostCertificate_isRefused() throws Exception {
    Address door = bastion.start();
    KeyPair key = pair();
    PublicKey certificate =
        signed(OpenSshCertificateBuilder.hostCertificate(), key.getPublic(), ca, _ -> {});

    assertThatThrownBy(
            () -> client.loginByKey(door, "alice", new KeyPair(certificate, key.getPrivate())))
        .isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("N11 another authority's certificate, which is not even verified")
  void certificateOfAnotherAuthority_isRefused() throws Exception {
    Address door = bastion.start();
    KeyPair key = pair();
    PublicKey certificate =
        signed(OpenSshCertificateBuilder.userCertificate(), key.getPublic(), pair(), _ -> {});

    assertThatThrownBy(
            () -> client.loginByKey(door, "alice", new KeyPair(certificate, key.getPrivate())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whyAnUnfitCertificateIsRefused_isAudited_evenIfNobodyWasAskedFirst()
      throws InterruptedException {
    KeyPair certified = certified(it -> it.principals(List.of("bob")));
    var signed = new ScriptedAuth("publickey", ScriptedAuth.signed(certified, certified), _ -> {});

    assertThatThrownBy(() -> client.connect(bastion.start(), "alice", signed).auth().verify(LIMIT))
        .isInstanceOf(IOException.class);
    assertThat(bastion.audit.await(AuditEvent.Authentication.class).reason())
        .isEqualTo("certificate 7: it is for others");
  }

  @Test
  @DisplayName("N02 a certificate with the private key of another one")
  void certificateWithoutItsKey_isRefused() throws Exception {
    Address door = bastion.start();
    PublicKey certificate =
        signed(OpenSshCertificateBuilder.userCertificate(), pair().getPublic(), ca, _ -> {});

    assertThatThrownBy(
            () -> client.loginByKey(door, "alice", new KeyPair(certificate, pair().getPrivate())))
        .isInstanceOf(IOException.class);
  }

  @Test
  void certificateOfSomebodyElse_isRefused_andCounted() throws Exception {
    Address door = bastion.start();
    KeyPair certified = certified(_ -> {});

    assertThatThrownBy(() -> client.loginByKey(door, "bob", certified))
        .isInstanceOf(IOException.class);
  }

  @Test
  void unfitCertificate_andThenTheKeyInIt_isHalfOfALogin() throws Exception {
    Address door = bastion.start();
    KeyPair key = pair();
    PublicKey unfit =
        signed(
            OpenSshCertificateBuilder.userCertificate(),
            key.getPublic(),
            ca,
            it -> it.principals(List.of("bob")));
    bastion.portal.knows("t0ken", "alice", "ops");

    ClientSession outer =
        client.loginByKeysAndToken(
            door, "alice", List.of(new KeyPair(unfit, key.getPrivate()), key), "t0ken");

    assertThat(outer.isOpen()).isTrue();
    assertThat(bastion.boundKeys().all()).hasSize(1);
  }

  @Test
  void keyAlone_isHalfOfALogin_andItsCertificateThenTheWholeOne() throws Exception {
    Address door = bastion.start();
    KeyPair certified = certified(_ -> {});
    KeyPair plain =
        new KeyPair(
            ((OpenSshCertificate) certified.getPublic()).getCertPubKey(), certified.getPrivate());

    ClientSession outer =
        client.loginByKeysAndToken(door, "alice", List.of(plain, certified), "no");

    assertThat(outer.isOpen()).isTrue();
    assertThat(bastion.portal.verified()).isEmpty();
  }

  private void assertRefused(Consumer<OpenSshCertificateBuilder> change) {
    try (TestClient other = new TestClient()) {
      Address door = bastion.start();
      KeyPair certified = certified(change);
      assertThatThrownBy(() -> other.loginByKey(door, "alice", certified))
          .isInstanceOf(IOException.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ClientSession login(Consumer<OpenSshCertificateBuilder> change) throws IOException {
    return client.loginByKey(bastion.start(), "alice", certified(change));
  }

  /** A key in a good certificate for alice, but for the change. */
  private KeyPair certified(Consumer<OpenSshCertificateBuilder> change) {
    KeyPair key = pair();
    return new KeyPair(
        signed(OpenSshCertificateBuilder.userCertificate(), key.getPublic(), ca, change),
        key.getPrivate());
  }

  private static PublicKey signed(
      OpenSshCertificateBuilder kind,
      PublicKey key,
      KeyPair authority,
      Consumer<OpenSshCertificateBuilder> change) {
    OpenSshCertificateBuilder builder =
        kind.publicKey(key)
            .id("alice@portal")
            .serial(7)
            .principals(List.of("alice"))
            .validAfter(Instant.now().minusSeconds(60))
            .validBefore(Instant.now().plusSeconds(3600))
            .extension("permit-pty", "");
    change.accept(builder);
    try {
      return builder.sign(authority);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private UserAuthority authority() throws IOException {
    String line = SshEd25519Key.of(ca.getPublic()).toString();
    return UserAuthority.read(line, new byte[0], Instant.now());
  }

  private static KeyPair pair() {
    KeyPair fresh = Ed25519.fresh();
    try {
      byte[] blob = SshEd25519Key.of(fresh.getPublic()).blob();
      return new KeyPair(new ByteArrayBuffer(blob).getRawPublicKey(), fresh.getPrivate());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
