package io.sallyport.token;

import static io.sallyport.token.TestHop.ISSUER;
import static io.sallyport.token.TestHop.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.jwks.CachedKeys;
import io.sallyport.jwks.KeySource;
import io.sallyport.jwks.TestJwk;
import io.sallyport.jwks.TestKeySets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A token that announces its subject, under the login that is there for it. */
class IntroductionTest {
  private static final TestJwk EC = TestJwk.ec("ec", 256);
  private static final TestJwk ROGUE = TestJwk.ec("ec", 256);
  private static final KeyPair CA = TestKeys.ed25519();
  private static final String OWN_ISSUER = "https://bastion.example.com/";

  @Test
  void personUnderTheirOwnName_isIntroduced() {
    assertThat(verdict(_ -> {}))
        .isInstanceOfSatisfying(
            VerifiedIntroduction.class,
            verified -> {
              assertThat(verified.token().subject()).isEqualTo("alice");
              assertThat(verified.until()).isEqualTo(NOW.plusSeconds(330));
            });
    assertThat(verdict(hop -> hop.claims.remove("target_login")))
        .isInstanceOf(VerifiedIntroduction.class);
    assertThat(
            verdict(hop -> {
              hop.likeLemonLdap().certificate.signedBy(CA);
              hop.claims.put("sub", "alice");
            }))
        .isInstanceOf(VerifiedIntroduction.class);
  }

  @Test
  @DisplayName("N29 it lets nobody in, and no token that lets somebody in introduces them")
  void introduction_andLogin_areNeverTheSame() {
    TestHop introduction = introduction();
    introduction.login = "sallyport-people";
    assertThat(introduction.verdictOf(verifier())).isInstanceOf(RefusedToken.class);
    introduction.login = "alice";
    assertThat(introduction.verdictOf(verifier())).isInstanceOf(RefusedToken.class);

    assertRefused(Reason.PRINCIPALS, hop -> hop.certificate.principals = List.of("alice"));
    assertRefused(
        Reason.PRINCIPALS,
        hop -> hop.certificate.principals = List.of("sallyport-people", "alice"));
  }

  @Test
  void everythingElse_isAskedAsOfALogin() {
    assertRefused(Reason.WRONG_LOGIN, hop -> hop.claims.put("target_login", "deploy"));
    assertRefused(Reason.WRONG_LOGIN, hop -> hop.claims.put("target_login", "sallyport-people"));
    assertRefused(Reason.WRONG_TARGET, hop -> hop.claims.put("target_host", "web-02"));
    assertRefused(Reason.WRONG_AUDIENCE, hop -> hop.claims.put("aud", "pam:other"));
    assertRefused(Reason.EXPIRED, hop -> hop.life(-330, -30));
    assertRefused(Reason.NOT_YET_VALID, hop -> hop.life(31, 330));
    assertRefused(Reason.LIFE_TOO_LONG, hop -> hop.life(0, 301));
    assertRefused(Reason.BAD_SIGNATURE, hop -> hop.signature = ROGUE::sign);
    assertRefused(Reason.UNBOUND, hop -> hop.claims.put("cnf", Map.of("jkt", "x")));
    assertRefused(Reason.BASTION_NOT_ALLOWED, hop -> hop.claims.put("bastion_id", "bastion-99"));
    assertRefused(
        Reason.CERTIFICATE_NOT_VALID, hop -> hop.certificate.valid(NOW.minusSeconds(60), NOW));
  }

  @Test
  void program_isNoPerson_whoeverSignsForIt() {
    assertRefused(Reason.NOT_A_PERSON, hop -> hop.claims.put("key_fp", "SHA256:" + "A".repeat(43)));
    assertRefused(Reason.NOT_A_PERSON, hop -> hop.claims.put("iss", OWN_ISSUER));
  }

  @Test
  void earlierToken_introducesNobody_alsoWhereItWouldLetThemIn() {
    TestHop hop = introduction();
    hop.offlineAfter(60, CA);
    hop.certificate.offlineToken(hop.signed(), "now");

    assertThat(verifier().verifyIntroduction(hop.certificate.parse()))
        .isInstanceOfSatisfying(
            RefusedToken.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.OFFLINE_NOT_ALLOWED));
  }

  private static void assertRefused(Reason reason, Consumer<TestHop> change) {
    assertThat(verdict(change))
        .isInstanceOfSatisfying(
            RefusedToken.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    assertThat(explanation(change).reasons().getFirst()).isEqualTo(reason);
  }

  private static Explanation explanation(Consumer<TestHop> change) {
    TestHop hop = introduction();
    hop.login = BastionToken.INTRODUCTION_LOGIN;
    change.accept(hop);
    return hop.explanationOf(verifier());
  }

  private static TestHop introduction() {
    TestHop hop = new TestHop(EC, "ec", "ES256");
    hop.claims.put("target_login", "alice");
    hop.certificate.principals = List.of("sallyport-people");
    return hop;
  }

  private static IntroductionVerdict verdict(Consumer<TestHop> change) {
    TestHop hop = introduction();
    change.accept(hop);
    hop.certificate.token(hop.signed());
    return verifier().verifyIntroduction(hop.certificate.parse());
  }

  private static TokenVerifier verifier() {
    var settings =
        new TokenVerifier.Settings(
            TargetNames.of(List.of("web-01")),
            List.of(
                new RegisteredBastion(
                    "bastion-01",
                    Optional.of(SshEd25519Key.of(CA.getPublic())),
                    Optional.of(new OfflineTokens(Duration.ofHours(8), Set.of())))),
            List.of(new ServiceAccountIssuer(OWN_ISSUER, "bastion-01", (_, _) -> true)),
            List.of(),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30));
    KeySource keys = new FixedKeys(new CachedKeys.Usable(TestKeySets.of(List.of(EC.json()))));
    return new TokenVerifier(
        settings, Map.of(ISSUER, keys, OWN_ISSUER, keys), InstantSource.fixed(NOW));
  }
}
