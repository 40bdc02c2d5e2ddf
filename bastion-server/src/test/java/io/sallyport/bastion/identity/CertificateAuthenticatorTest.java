package io.sallyport.bastion.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.authority.UserAuthority;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.token.SshEd25519Key;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a certificate has to say, whoever checks its signatures. */
final class CertificateAuthenticatorTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final KeyPair ca = pair();

  @Test
  void goodCertificate_isThePerson_ofWhomNothingElseIsKnown() throws Exception {
    var outcome = (Authentication.Authenticated) authenticator().recognise("alice", user(_ -> {}));

    assertThat(outcome.presence().identity().name()).isEqualTo("alice");
    assertThat(outcome.presence().identity().groups()).isEmpty();
    assertThat(outcome.presence().knownAt()).isEqualTo(Instant.EPOCH);
  }

  @Test
  @DisplayName("N11 a certificate for a host is none for a user")
  void hostCertificate_isRefused() throws Exception {
    assertRefused(
        "it is not for a user", blob(OpenSshCertificateBuilder.hostCertificate(), _ -> {}));
  }

  @Test
  @DisplayName("N11 a critical option that is not understood")
  void criticalOption_isRefused() throws Exception {
    assertRefused(
        "it has a critical option other than [source-address]",
        user(it -> it.criticalOption("verify-required", "")));
    assertRefused(
        "it has a critical option other than [source-address]",
        user(it -> it.criticalOption("force-command", "/bin/false")));
  }

  @Test
  @DisplayName("N11 a certificate is good from its first second to its last")
  void times_haveTwoEnds() throws Exception {
    assertRefused("it is not valid now", user(it -> it.validAfter(NOW.plusSeconds(1))));
    assertRefused("it is not valid now", user(it -> it.validBefore(NOW)));
    assertThat(authenticator().recognise("alice", user(it -> it.validAfter(NOW))))
        .isInstanceOf(Authentication.Authenticated.class);
    assertThat(authenticator().recognise("alice", user(it -> it.validBefore(NOW.plusSeconds(1)))))
        .isInstanceOf(Authentication.Authenticated.class);
  }

  @Test
  void blobThatIsNotWhatWouldBeWritten_isRefused() throws Exception {
    byte[] good = user(_ -> {});

    assertThat(authenticator().recognise("alice", Arrays.copyOf(good, good.length + 1)))
        .isEqualTo(new Authentication.Rejected("the certificate cannot be read"));
    assertThat(authenticator().recognise("alice", Arrays.copyOf(good, good.length - 1)))
        .isEqualTo(new Authentication.Rejected("the certificate cannot be read"));
    assertThat(authenticator().recognise("alice", Identities.blob(pair().getPublic())))
        .isEqualTo(new Authentication.Rejected("the certificate cannot be read"));
  }

  @Test
  void withoutAnAuthority_noCertificateIsGood() throws Exception {
    assertThat(CertificateAuthenticator.none().recognise("alice", user(_ -> {})))
        .isInstanceOfSatisfying(
            Authentication.Rejected.class,
            rejected -> assertThat(rejected.reason()).contains("no certificates are believed"));
  }

  private void assertRefused(String reason, byte[] blob) throws Exception {
    assertThat(authenticator().recognise("alice", blob))
        .isEqualTo(new Authentication.Rejected("certificate 7: " + reason));
  }

  private CertificateAuthenticator authenticator() throws Exception {
    UserAuthority authority =
        UserAuthority.read(SshEd25519Key.of(ca.getPublic()).toString(), new byte[0], NOW);
    return new CertificateAuthenticator(() -> Optional.of(authority), InstantSource.fixed(NOW));
  }

  private byte[] user(Consumer<OpenSshCertificateBuilder> change) throws Exception {
    return blob(OpenSshCertificateBuilder.userCertificate(), change);
  }

  private byte[] blob(OpenSshCertificateBuilder kind, Consumer<OpenSshCertificateBuilder> change)
      throws Exception {
    kind.publicKey(pair().getPublic())
        .id("alice@portal")
        .serial(7)
        .principals(List.of("alice"))
        .validAfter(NOW.minusSeconds(60))
        .validBefore(NOW.plusSeconds(60));
    change.accept(kind);
    return Identities.blob(kind.sign(ca));
  }

  /** In the class that MINA's serializer knows. */
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
