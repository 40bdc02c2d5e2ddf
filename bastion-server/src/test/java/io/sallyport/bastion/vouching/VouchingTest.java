package io.sallyport.bastion.vouching;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.VouchingKind;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.FakePortal;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Offline;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Tokens;
import io.sallyport.config.Address;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.KeyThumbprint;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VouchingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final SessionId SESSION = new SessionId("01a204a2868d484972c181f704");
  private static final Target WEB =
      new Target("web-01", 22, new Address("127.0.0.1", 1), "backends");

  private final FakePortal portal = new FakePortal();
  private final KeyPair hopCa = Ed25519.fresh();
  private final Vouching vouching =
      new Vouching(portal, Optional.empty(), Offline.none(), hopCa, InstantSource.fixed(NOW));
  private final Identity alice = Identities.person("alice", "ops");
  private final Grant grant = Rules.grant(alice, WEB, "deploy");

  @Test
  void portalIsAskedAboutExactlyThisHop() {
    HopCredential credential = vouched(_ -> {});

    BastionTokenRequest asked = portal.vouched().getFirst();
    assertThat(asked.user()).isEqualTo("alice");
    assertThat(asked.targetHost()).isEqualTo("web-01");
    assertThat(asked.targetGroup()).isEqualTo("backends");
    assertThat(asked.targetLogin()).isEqualTo("deploy");
    assertThat(asked.sid()).isEqualTo(SESSION.text());
    assertThat(asked.keyFingerprint()).isEmpty();
    assertThat(asked.thumbprint())
        .isEqualTo(KeyThumbprint.of(certificate(credential).getCertPubKey()));
  }

  @Test
  void keyThatAServiceAccountProved_isTold() {
    Identity ansible = Identities.serviceAccount("ansible");

    var _ = vouching.vouch(Rules.grant(ansible, WEB, "deploy"), Optional.empty(), SESSION);

    assertThat(portal.vouched().getFirst().keyFingerprint()).isEqualTo(ansible.keyFingerprint());
  }

  @Test
  void certificate_carriesTheToken_forOneLogin_signedByTheHopCa() {
    HopCredential credential = vouched(_ -> {});

    HopCertificate parsed = parsed(credential);
    assertThat(parsed.principals()).containsExactly("deploy");
    assertThat(parsed.token()).isPresent();
    assertThat(parsed.keyId())
        .isEqualTo("bastion=bastion-01;user=alice;target=web-01;" + credential.vouchedBy());
    assertThat(KeyUtils.compareKeys(certificate(credential).getCaPubKey(), hopCa.getPublic()))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "SHELL, permit-pty",
    "EXEC, permit-pty",
    "SUBSYSTEM,",
    "LOCAL_FORWARD, permit-port-forwarding",
    "REMOTE_FORWARD, permit-port-forwarding",
    "AGENT, permit-agent-forwarding",
    "X11, permit-X11-forwarding"
  })
  void certificate_permitsWhatTheGrantNeeds_andNoMore(ChannelKind kind, String extension) {
    Grant grant = Rules.grant(Identities.person("alice"), WEB, "deploy", kind);

    var vouched = (Vouched.For) vouching.vouch(grant, Optional.empty(), SESSION);

    assertThat(parsed(vouched.credentials().target()).rights().permits())
        .isEqualTo(extension == null ? Set.of() : Set.of(extension));
  }

  @ParameterizedTest
  @CsvSource({"LOCAL_FORWARD, true", "REMOTE_FORWARD, false"})
  void certificate_saysWhereToAConnectionMayBeForwarded(ChannelKind kind, boolean said) {
    Grant grant =
        Rules.grantTo(Set.of("localhost:*"), Identities.person("alice"), WEB, "deploy", kind);

    var vouched = (Vouched.For) vouching.vouch(grant, Optional.empty(), SESSION);

    assertThat(parsed(vouched.credentials().target()).rights().permitOpen())
        .isEqualTo(said ? List.of("localhost:*", "127.0.0.1:*", "[::1]:*") : List.of());
  }

  @Test
  void link_mayForward_andRunNothing_andTheTargetIsAsEver() {
    Target gate = new Target("gate-01", 22, new Address("127.0.0.1", 1), "gates");
    Target db =
        new Target(
            "db-01",
            22,
            WEB.address(),
            "db",
            false,
            VouchingKind.TOKEN,
            Optional.of(new Destination("jump", gate)));

    var vouched =
        (Vouched.For) vouching.vouch(Rules.grant(alice, db, "deploy"), Optional.empty(), SESSION);

    HopCredential link = vouched.credentials().inOrder().getFirst();
    assertThat(link.warrant().target()).isEqualTo(gate);
    assertThat(parsed(link).principals()).containsExactly("jump");
    assertThat(parsed(link).rights().permits()).isEqualTo(Set.of("permit-port-forwarding"));
    assertThat(certificate(link).getCriticalOptionsMap()).hasToString("{force-command=/bin/false}");
    HopCredential last = vouched.credentials().target();
    assertThat(last.warrant()).isInstanceOf(Grant.class);
    assertThat(parsed(last).principals()).containsExactly("deploy");
    assertThat(certificate(last).getCriticalOptionsMap()).isEmpty();
    assertThat(portal.vouched())
        .extracting(BastionTokenRequest::targetGroup)
        .containsExactly("gates", "db");
  }

  @Test
  void certificate_isValidAsLongAsTheToken_and30SecondsMoreOnBothSides() {
    HopCertificate parsed = parsed(vouched(_ -> {}));

    assertThat(parsed.isValidAt(NOW.minusSeconds(31))).isFalse();
    assertThat(parsed.isValidAt(NOW.minusSeconds(30))).isTrue();
    assertThat(parsed.isValidAt(NOW.plusSeconds(300 + 29))).isTrue();
    assertThat(parsed.isValidAt(NOW.plusSeconds(300 + 30))).isFalse();
  }

  @Test
  void everyHop_hasAKeyOfItsOwn() {
    assertThat(certificate(vouched(_ -> {})).getCertPubKey())
        .isNotEqualTo(certificate(vouched(_ -> {})).getCertPubKey());
  }

  @ParameterizedTest(name = "N29 {0}")
  @CsvSource({
    "sub, bob",
    "target_host, web-02",
    "target_login, root",
    "sid, 01a204a2868d484972c181f705",
  })
  void tokenAboutAnotherHop_isNotUsed(String claim, String value) {
    assertThat(vouch(claims -> claims.put(claim, value)))
        .isEqualTo(new Vouched.Unavailable("the portal's bastion token is about another hop"));
  }

  @Test
  @DisplayName("N29 cnf of another key")
  void tokenBoundToAnotherKey_isNotUsed() {
    String other = KeyThumbprint.of(Ed25519.fresh().getPublic());

    assertThat(vouch(claims -> claims.put("cnf", Map.of("jkt", other))))
        .isInstanceOf(Vouched.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"target_login", "cnf", "sid", "nbf"})
  void claimThatLemonLdapDoesNotKnow_mayBeMissing(String claim) {
    assertThat(vouch(claims -> claims.remove(claim))).isInstanceOf(Vouched.For.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "exp", "target_host", "jti"})
  void claimThatMustBeThere_mayNot(String claim) {
    assertThat(vouch(claims -> claims.remove(claim))).isInstanceOf(Vouched.Unavailable.class);
  }

  @Test
  @DisplayName("N43 what the portal sent instead of a token is not quoted")
  void unreadableToken_isAnOutage_andNotQuoted() {
    portal.vouches(_ -> new PortalAnswer.Given<>("secret.but.broken"));

    assertThat(vouching.vouch(grant, Optional.empty(), SESSION))
        .isInstanceOfSatisfying(
            Vouched.Unavailable.class,
            unavailable ->
                assertThat(unavailable.reason())
                    .startsWith("the portal's bastion token cannot be read: ")
                    .doesNotContain("secret", "broken"));
  }

  @Test
  void noOfThePortal_isRefused_andAnOutageIsUnavailable() {
    portal.vouches(_ -> new PortalAnswer.Refused<>("never seen"));
    assertThat(vouching.vouch(grant, Optional.empty(), SESSION))
        .isEqualTo(new Vouched.Refused("never seen"));

    portal.vouches(_ -> new PortalAnswer.Unavailable<>("down"));
    assertThat(vouching.vouch(grant, Optional.empty(), SESSION))
        .isEqualTo(new Vouched.Unavailable("down"));
  }

  @Test
  @DisplayName("N43 a credential names the id of its token and nothing else")
  void credentialInALog_isOnlyItsId() {
    HopCredential credential = vouched(_ -> {});

    assertThat(credential)
        .hasToString("HopCredential[jti=" + credential.vouchedBy().jti().orElseThrow() + "]");
  }

  private HopCredential vouched(Consumer<Map<String, Object>> changes) {
    return ((Vouched.For) vouch(changes)).credentials().target();
  }

  private Vouched vouch(Consumer<Map<String, Object>> changes) {
    portal.vouches(request ->
        new PortalAnswer.Given<>(
            Tokens.answering(
                request,
                claims -> {
                  claims.put("iat", NOW.getEpochSecond());
                  claims.put("nbf", NOW.getEpochSecond());
                  claims.put("exp", NOW.getEpochSecond() + 300);
                  changes.accept(claims);
                })));
    return vouching.vouch(grant, Optional.empty(), SESSION);
  }

  private static OpenSshCertificate certificate(HopCredential credential) {
    return (OpenSshCertificate) credential.certified().getPublic();
  }

  private static HopCertificate parsed(HopCredential credential) {
    OpenSshCertificate certificate = certificate(credential);
    return HopCertificate.parse(
        certificate.getKeyType(), PublicKeyEntry.toString(certificate).split(" ", 3)[1]);
  }
}
