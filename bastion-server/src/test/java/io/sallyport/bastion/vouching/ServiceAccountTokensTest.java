package io.sallyport.bastion.vouching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.testing.FakePortal;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Offline;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.jwks.JwksCache;
import io.sallyport.jwks.JwksSettings;
import io.sallyport.jwks.WatchedClock;
import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.KeyThumbprint;
import io.sallyport.token.RegisteredBastion;
import io.sallyport.token.ServiceAccountIssuer.AccountKeys;
import io.sallyport.token.TargetNames;
import io.sallyport.token.TokenVerifier;
import io.sallyport.token.Verdict;
import io.sallyport.token.VerifiedToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vouching for service accounts by the bastion itself, where the portal knows only people. */
final class ServiceAccountTokensTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW.plusMillis(700));
  private static final SessionId SESSION = new SessionId("01a204a2868d484972c181f704");
  private static final Target WEB = Rules.target("web-01");
  private static final String ISSUER = "https://bastion.example.com/";

  @TempDir private Path folder;
  private final FakePortal portal = new FakePortal();
  private final Identity ansible = Identities.serviceAccount("ansible");
  private ServiceAccountTokens own;
  private Vouching vouching;

  @BeforeEach
  void publish() throws IOException {
    var issuer = new ServiceAccountIssuer(ISSUER, "bastion-01", jwks());
    own = ServiceAccountTokens.publish(issuer, "bastions", Ed25519.fresh(), CLOCK);
    vouching = new Vouching(portal, Optional.of(own), Offline.none(), Ed25519.fresh(), CLOCK);
  }

  private Path jwks() {
    return folder.resolve("jwks.json");
  }

  @Test
  void token_saysEverythingAboutTheHop_andLivesForTwoMinutes() {
    OpenSshCertificate certificate = certificateFor(ansible);

    BastionToken token = BastionToken.parseUnverified(parsed(certificate).token().orElseThrow());
    assertThat(token)
        .isEqualTo(
            new BastionToken(
                ISSUER,
                "ansible",
                "pam:bastion-backend",
                token.id(),
                NOW,
                NOW,
                NOW.plusSeconds(120),
                "bastion-01",
                "bastions",
                "web-01",
                WEB.group(),
                Optional.of("deploy"),
                List.of(),
                Optional.of(KeyThumbprint.of(certificate.getCertPubKey())),
                ansible.keyFingerprint(),
                Optional.of(SESSION.text())));
    assertThat(portal.vouched()).isEmpty();
  }

  @Test
  void everyToken_hasAnIdOfItsOwn() {
    assertThat(idOf(shownFor(ansible))).isNotEqualTo(idOf(shownFor(ansible)));
  }

  private static String idOf(HopCertificate certificate) {
    return BastionToken.parseUnverified(certificate.token().orElseThrow()).id();
  }

  @Test
  void backend_thatHasThePublishedKeyAndKnowsTheAccount_letsItIn() throws IOException {
    assertThat(
            verdict((account, key) ->
                account.equals("ansible") && key.equals(ansible.keyFingerprint().orElseThrow())))
        .isInstanceOf(VerifiedToken.class);
    assertThat(verdict((account, key) -> account.equals("backup")))
        .isNotInstanceOf(VerifiedToken.class);
  }

  @Test
  void publishedKey_mayBeReadByAll_andHasNoSecretHalf() throws IOException {
    assertThat(Files.getPosixFilePermissions(jwks()))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(Files.readString(jwks())).contains("\"kty\":\"OKP\"").doesNotContain("\"d\"");
  }

  @Test
  @DisplayName("a person is vouched for by the portal, and never by the bastion")
  void person_isVouchedForByThePortal() {
    Identity alice = Identities.person("alice", "ops");

    var _ = vouching.vouch(Rules.grant(alice, WEB, "deploy"), Optional.empty(), SESSION);

    assertThat(portal.vouched()).extracting(BastionTokenRequest::user).containsExactly("alice");
    assertThatThrownBy(() -> own.sign(alice, portal.vouched().getFirst()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Verdict verdict(AccountKeys accounts) throws IOException {
    var settings =
        new TokenVerifier.Settings(
            TargetNames.of(List.of("web-01")),
            List.of(new RegisteredBastion("bastion-01", Optional.empty(), Optional.empty())),
            List.of(new io.sallyport.token.ServiceAccountIssuer(ISSUER, "bastion-01", accounts)),
            List.of(),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30));
    var day = Duration.ofDays(1);
    var keys = new JwksSettings(Optional.empty(), jwks(), day, day, Duration.ofDays(90), day);
    try (JwksCache cache = JwksCache.start(keys, WatchedClock.system())) {
      return new TokenVerifier(settings, Map.of(ISSUER, cache), CLOCK)
          .verify(shownFor(ansible), "deploy");
    }
  }

  private HopCertificate shownFor(Identity identity) {
    return parsed(certificateFor(identity));
  }

  private OpenSshCertificate certificateFor(Identity identity) {
    var vouched =
        (Vouched.For)
            vouching.vouch(Rules.grant(identity, WEB, "deploy"), Optional.empty(), SESSION);
    return (OpenSshCertificate) vouched.credentials().target().certified().getPublic();
  }

  private static HopCertificate parsed(OpenSshCertificate certificate) {
    String[] line = PublicKeyEntry.toString(certificate).split(" ", 2);
    return HopCertificate.parse(line[0], line[1]);
  }
}
