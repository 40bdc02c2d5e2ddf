package io.sallyport.token;

import static io.sallyport.token.TestHop.ISSUER;
import static io.sallyport.token.TestHop.NOW;
import static io.sallyport.token.TestHop.base64Url;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sallyport.jwks.CachedKeys;
import io.sallyport.jwks.KeySource;
import io.sallyport.jwks.TestJwk;
import io.sallyport.jwks.TestKeySets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reason for which a token is refused, from both sides of its boundary. Life at most 300 s,
 * skew 30 s.
 */
class TokenVerifierTest {
  private static final TestJwk EC = TestJwk.ec("ec", 256);
  private static final TestJwk RSA = TestJwk.rsa("rsa", 2048);
  private static final TestJwk ED = TestJwk.ed25519("ed");
  private static final TestJwk ROGUE = TestJwk.ec("ec", 256);
  private static final TestJwk OWN = TestJwk.ed25519("own");
  private static final String OWN_ISSUER = "https://bastion.example.com/";
  private static final String ANSIBLE_KEY = "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8";
  private static final TestSource OWN_KEYS =
      new TestSource(new CachedKeys.Usable(TestKeySets.of(List.of(OWN.json()))));
  private static final KeyPair REGISTERED_CA = TestKeys.ed25519();
  private static final KeyPair OTHER_REGISTERED_CA = TestKeys.ed25519();
  private static final OfflineTokens OFFLINE =
      new OfflineTokens(Duration.ofHours(8), Set.of("ops", "admins"));

  private final TestSource portal =
      new TestSource(
          new CachedKeys.Usable(TestKeySets.of(List.of(EC.json(), RSA.json(), ED.json()))));

  static Stream<Arguments> letIn() {
    return Stream.of(
        in("ES256", _ -> {}),
        in("RS256", hop -> signedWith(hop, RSA, "rsa", "RS256")),
        in("EdDSA", hop -> signedWith(hop, ED, "ed", "EdDSA")),
        in("typ in lower case", hop -> hop.header.put("typ", "jwt")),
        in("no typ", hop -> hop.header.remove("typ")),
        in(
            "N27 a key offered in the header is ignored",
            hop -> {
              hop.header.put("jwk", Map.of("kty", "oct", "k", "AAAA"));
              hop.header.put("jku", "https://evil.example.com/jwks");
              hop.header.put("x5u", "https://evil.example.com/x5u");
              hop.header.put("x5c", List.of("AAAA"));
            }),
        in("target in other letters", hop -> hop.claims.put("target_host", "WEB-01.Example.COM.")),
        in("target by address", hop -> hop.claims.put("target_host", "2001:db8::1")),
        in("expired 29 s ago", hop -> hop.life(-300, -29)),
        in("made 30 s in the future", hop -> hop.life(30, 330)),
        in("life of 300 s", hop -> hop.life(-10, 290)),
        in("no nbf", hop -> hop.claims.remove("nbf")),
        in("no groups", hop -> hop.claims.remove("user_groups")),
        in("certificate of any authority with cnf", hop -> hop.certificate.signedBy(keyOf(hop))),
        in(
            "LemonLDAP's token with the registered authority",
            hop -> hop.likeLemonLdap().certificate.signedBy(REGISTERED_CA)),
        in("a bastion's own token for a service account", TokenVerifierTest::ownToken),
        in(
            "an earlier token, 8 h and 29 s old, from a bastion that may show it",
            hop -> hop.offlineAfter(8 * 3600 + 29, REGISTERED_CA)),
        in(
            "an earlier token of LemonLDAP's",
            hop -> hop.likeLemonLdap().offlineAfter(3600, REGISTERED_CA)),
        in("token of 512 characters a claim", hop -> hop.claims.put("sid", "s".repeat(512))));
  }

  private static Arguments in(String what, Consumer<TestHop> modification) {
    return arguments(what, modification);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("letIn")
  void goodHop_isLetIn(String what, Consumer<TestHop> modification) {
    TestHop hop = new TestHop(EC, "ec", "ES256");
    modification.accept(hop);

    assertThat(hop.verdictOf(verifier())).as(what).isInstanceOf(VerifiedToken.class);
    assertThat(hop.explanationOf(verifier()).reasons()).isEmpty();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
            aboutTheCertificate(),
            aboutTheForm(),
            aboutTheSignature(),
            aboutTheTimes(),
            aboutTheClaims(),
            aboutTheBinding(),
            aboutEarlierTokens(),
            aboutABastionsOwnIssuer())
        .flatMap(UnaryOperator.identity());
  }

  /**
   * Those left have tests below; a token that was used is known to the backend's verifier alone.
   */
  @Test
  void table_hasEveryReasonThatIsInAHop() {
    Set<String> left =
        Stream.of(Reason.values()).map(Reason::code).collect(Collectors.toCollection(TreeSet::new));
    refusals().forEach(row -> left.remove(row.get()[0].toString()));

    assertThat(left)
        .containsExactly("already-used", "no-keys", "no-token", "not-a-person", "stale-keys");
  }

  private static Stream<Arguments> aboutTheCertificate() {
    return Stream.of(
        no("principals", "N11 no principal", hop -> hop.certificate.principals = List.of()),
        no("principals", "another principal", hop -> hop.certificate.principals = List.of("root")),
        no(
            "principals",
            "a principal more",
            hop -> hop.certificate.principals = List.of("deploy", "root")),
        no(
            "principals",
            "N11 two principals in one",
            hop -> hop.certificate.principals = List.of("deploy,root")),
        no("principals", "wildcard", hop -> hop.certificate.principals = List.of("*")),
        no("principals", "login is another", hop -> hop.login = "root"),
        no(
            "certificate-not-valid",
            "N11 certificate expired now",
            hop -> hop.certificate.valid(NOW.minusSeconds(60), NOW)),
        no(
            "certificate-not-valid",
            "certificate from the next second",
            hop -> hop.certificate.valid(NOW.plusSeconds(1), NOW.plusSeconds(60))));
  }

  private static Stream<Arguments> aboutTheForm() {
    return Stream.of(
        no(
            "malformed",
            "N26 two parts",
            hop -> hop.token = text -> text.replaceFirst("\\.[^.]*$", "")),
        no("malformed", "N26 four parts", hop -> hop.token = text -> text + "."),
        no("malformed", "empty token", hop -> hop.token = _ -> ""),
        no("malformed", "N26 JSON form", hop -> hop.token = _ -> "{\"payload\":\"\"}"),
        no("malformed", "padding", hop -> hop.token = text -> text + "="),
        no("malformed", "blank at the end", hop -> hop.token = text -> text + " "),
        no("malformed", "plain Base64", hop -> hop.token = text -> "+/" + text.substring(2)),
        no("malformed", "header no JSON", hop -> hop.token = text -> "AAAA" + text),
        no(
            "malformed",
            "N26 alg twice",
            hop -> hop.token = text -> otherHeader(text, "{\"alg\":\"none\",\"alg\":\"ES256\"}")),
        no("wrong-type", "typ of an access token", hop -> hop.header.put("typ", "at+jwt")),
        no("wrong-type", "typ no text", hop -> hop.header.put("typ", 1)),
        no("critical-header", "N27 crit", hop -> hop.header.put("crit", List.of("b64"))),
        no("critical-header", "N27 crit empty", hop -> hop.header.put("crit", List.of())));
  }

  private static Stream<Arguments> aboutTheSignature() {
    return Stream.of(
        no("bad-algorithm", "N26 none", hop -> unsigned(hop, "none")),
        no("bad-algorithm", "N26 None", hop -> unsigned(hop, "None")),
        no("bad-algorithm", "no alg", hop -> hop.header.remove("alg")),
        no("bad-algorithm", "alg a number", hop -> hop.header.put("alg", 256)),
        no(
            "bad-algorithm",
            "N26 HS256 with the RSA public key",
            hop -> {
              signedWith(hop, RSA, "rsa", "HS256");
              hop.signature = input -> hmac(RSA.encoded(), input);
            }),
        no(
            "bad-algorithm",
            "N26 HS256 with an empty key",
            hop -> {
              signedWith(hop, RSA, "rsa", "HS256");
              hop.signature = input -> hmac(new byte[1], input);
            }),
        no("bad-algorithm", "N26 RS256 with an EC key", hop -> hop.header.put("alg", "RS256")),
        no("bad-algorithm", "ES384 with P-256", hop -> hop.header.put("alg", "ES384")),
        no("bad-algorithm", "RS512", hop -> signedWith(hop, RSA, "rsa", "RS512")),
        no("bad-algorithm", "PS256", hop -> signedWith(hop, RSA, "rsa", "PS256")),
        no("unknown-key", "N27 no kid", hop -> hop.header.remove("kid")),
        no("unknown-key", "N27 unknown kid", hop -> hop.header.put("kid", "other")),
        no("unknown-key", "N27 path as kid", hop -> hop.header.put("kid", "../../dev/null")),
        no("unknown-key", "N27 URL as kid", hop -> hop.header.put("kid", "https://e.example/")),
        no("unknown-key", "N27 SQL as kid", hop -> hop.header.put("kid", "ec' OR '1'='1")),
        no("unknown-key", "N27 kid of 8 KiB", hop -> hop.header.put("kid", "k".repeat(8192))),
        no("unknown-key", "kid a list", hop -> hop.header.put("kid", List.of("ec"))),
        no("bad-signature", "N26 forged under a known kid", hop -> hop.signature = ROGUE::sign),
        no("bad-signature", "N26 empty signature", hop -> hop.signature = _ -> new byte[0]),
        no("bad-signature", "N26 r = s = 0", hop -> hop.signature = _ -> new byte[64]),
        no(
            "bad-signature",
            "claims exchanged after signing",
            hop -> hop.token = text -> otherClaims(text, hop)),
        no("wrong-issuer", "N29 other issuer", hop -> hop.claims.put("iss", "https://evil/")),
        no(
            "wrong-issuer",
            "issuer without its slash",
            hop -> hop.claims.put("iss", ISSUER.substring(0, ISSUER.length() - 1))),
        no("missing-claim", "N28 no issuer", hop -> hop.claims.remove("iss")));
  }

  private static Stream<Arguments> aboutTheTimes() {
    return Stream.of(
        no("missing-claim", "N28 no exp", hop -> hop.claims.remove("exp")),
        no("missing-claim", "N28 no iat", hop -> hop.claims.remove("iat")),
        no("expired", "N28 expired 30 s ago", hop -> hop.life(-300, -30)),
        no("expired", "expired 40 s ago", hop -> hop.life(-300, -40)),
        no("not-yet-valid", "N28 iat 31 s ahead", hop -> hop.life(31, 331)),
        no(
            "not-yet-valid",
            "N28 nbf 31 s ahead",
            hop -> hop.claims.put("nbf", NOW.getEpochSecond() + 31)),
        no("life-too-long", "life of 301 s", hop -> hop.life(-10, 291)),
        no("life-too-long", "N28 life of an hour", hop -> hop.life(0, 3600)),
        no(
            "life-too-long",
            "N28 exp of the year 9999",
            hop -> hop.claims.put("exp", 253_402_300_799L)),
        no("malformed", "exp of the year 10000", hop -> hop.claims.put("exp", 253_402_300_800L)),
        no("malformed", "N28 exp 2^53+1", hop -> hop.claims.put("exp", 9_007_199_254_740_993L)),
        no("malformed", "exp negative", hop -> hop.claims.put("exp", -1)),
        no("malformed", "N28 exp a text", hop -> hop.claims.put("exp", "1795341900")),
        no("malformed", "exp with a fraction", hop -> hop.claims.put("exp", 1795341900.5)),
        no("malformed", "exp true", hop -> hop.claims.put("exp", true)),
        no("malformed", "iat a text", hop -> hop.claims.put("iat", "0")),
        no("malformed", "nbf a text", hop -> hop.claims.put("nbf", "0")),
        no("malformed", "exp at iat", hop -> hop.life(-10, -10)),
        no("malformed", "exp before iat", hop -> hop.life(10, -10)));
  }

  private static Stream<Arguments> aboutTheClaims() {
    return Stream.of(
        no("missing-claim", "N29 no aud", hop -> hop.claims.remove("aud")),
        no("missing-claim", "N29 no sub", hop -> hop.claims.remove("sub")),
        no("missing-claim", "no jti", hop -> hop.claims.remove("jti")),
        no("missing-claim", "N29 no target_host", hop -> hop.claims.remove("target_host")),
        no("missing-claim", "no target_group", hop -> hop.claims.remove("target_group")),
        no("missing-claim", "N29 no bastion_id", hop -> hop.claims.remove("bastion_id")),
        no("missing-claim", "no bastion_group", hop -> hop.claims.remove("bastion_group")),
        no("wrong-audience", "N29 other aud", hop -> hop.claims.put("aud", "pam-access")),
        no(
            "malformed",
            "N29 several audiences",
            hop -> hop.claims.put("aud", List.of("pam:bastion-backend", "x"))),
        no("wrong-target", "N29 other host", hop -> hop.claims.put("target_host", "web-02")),
        no("wrong-target", "only a prefix", hop -> hop.claims.put("target_host", "web-0")),
        no("wrong-target", "two dots", hop -> hop.claims.put("target_host", "web-01..")),
        no(
            "wrong-target",
            "N18 look-alike letter that is k in lower case",
            hop -> hop.claims.put("target_host", "\u212Aiosk")),
        no("wrong-login", "N29 other login", hop -> hop.claims.put("target_login", "root")),
        no(
            "wrong-login",
            "login in other letters",
            hop -> hop.claims.put("target_login", "Deploy")),
        no("wrong-login", "N29 no login, other sub", hop -> hop.claims.remove("target_login")),
        no("malformed", "login empty", hop -> hop.claims.put("target_login", "")),
        no("malformed", "login a list", hop -> hop.claims.put("target_login", List.of("deploy"))),
        no("malformed", "sid with a newline", hop -> hop.claims.put("sid", "a\nb")),
        no("malformed", "sid of 513 characters", hop -> hop.claims.put("sid", "s".repeat(513))),
        no("malformed", "groups a text", hop -> hop.claims.put("user_groups", "ops")),
        no("malformed", "a group a number", hop -> hop.claims.put("user_groups", List.of(1))),
        no(
            "bastion-not-allowed",
            "N29 other bastion",
            hop -> hop.claims.put("bastion_id", "bastion-99")));
  }

  private static Stream<Arguments> aboutTheBinding() {
    return Stream.of(
        no(
            "unbound",
            "cnf of another key",
            hop ->
                hop.claims.put("cnf", Map.of("jkt", KeyThumbprint.of(REGISTERED_CA.getPublic())))),
        no(
            "unbound",
            "cnf of another key, registered authority",
            hop -> {
              hop.claims.put("cnf", Map.of("jkt", KeyThumbprint.of(REGISTERED_CA.getPublic())));
              hop.certificate.signedBy(REGISTERED_CA);
            }),
        no("unbound", "no cnf, unknown authority", TestHop::likeLemonLdap),
        no(
            "unbound",
            "no cnf, self-signed",
            hop -> hop.likeLemonLdap().certificate.signedBy(keyOf(hop))),
        no(
            "unbound",
            "no cnf, another bastion's authority",
            hop -> hop.likeLemonLdap().certificate.signedBy(OTHER_REGISTERED_CA)),
        no(
            "unbound",
            "no cnf, bastion without a registered authority",
            hop -> {
              hop.likeLemonLdap().certificate.signedBy(REGISTERED_CA);
              hop.claims.put("bastion_id", "bastion-03");
            }),
        no(
            "malformed",
            "cnf of a kind that we cannot check, registered authority",
            hop -> {
              hop.likeLemonLdap().certificate.signedBy(REGISTERED_CA);
              hop.claims.put("cnf", Map.of("x5t#S256", "AAAA"));
            }),
        no("malformed", "cnf a text", hop -> hop.claims.put("cnf", "AAAA")),
        no("malformed", "jkt a number", hop -> hop.claims.put("cnf", Map.of("jkt", 1))));
  }

  private static Arguments no(String code, String what, Consumer<TestHop> modification) {
    return arguments(code, what, modification);
  }

  @ParameterizedTest(name = "{1} → {0}")
  @MethodSource("refusals")
  void hopWithOneThingWrong_isRefusedForThat(
      String code, String what, Consumer<TestHop> modification) {
    TestHop hop = new TestHop(EC, "ec", "ES256");
    modification.accept(hop);

    HopCertificate carrier = hop.carrier();
    Verdict verdict = verifier().verify(carrier, hop.login);

    assertThat(verdict)
        .as(what)
        .isInstanceOfSatisfying(
            RefusedToken.class,
            refused -> {
              assertThat(refused.reason().code()).as(refused.detail()).isEqualTo(code);
              assertThat(refused.detail()).doesNotContain(hop.signed()).isNotBlank();
            });
    assertThat(verifier().explain(carrier, hop.login).reasons().getFirst().code()).isEqualTo(code);
  }

  @Test
  void explanation_goesOnAfterTheFirstReason() {
    TestHop hop = new TestHop(EC, "ec", "ES256");
    hop.life(-900, -500);
    hop.claims.put("target_host", "web-02");
    hop.claims.put("cnf", Map.of("jkt", "x"));
    hop.login = "root";

    Explanation explanation = hop.explanationOf(verifier());

    assertThat(explanation.reasons())
        .containsExactly(
            Reason.PRINCIPALS,
            Reason.EXPIRED,
            Reason.LIFE_TOO_LONG,
            Reason.WRONG_TARGET,
            Reason.WRONG_LOGIN,
            Reason.UNBOUND);
    assertThat(explanation.notMade()).isEmpty();
    assertThat(explanation.signed()).isPresent();
  }

  @Test
  void explanation_saysNothingAboutWhatNobodyVouchesFor() {
    TestHop forged = new TestHop(ROGUE, "ec", "ES256");
    forged.claims.put("target_host", "web-02");

    Explanation explanation = forged.explanationOf(verifier());

    assertThat(explanation.reasons()).containsExactly(Reason.BAD_SIGNATURE);
    assertThat(explanation.notMade()).contains(Check.CLAIMS, Check.TARGET, Check.BINDING);
    assertThat(explanation.signed()).isEmpty();
  }

  @Test
  void explanation_ofATokenByItself_leavesOutTheCertificate() {
    TestHop hop = new TestHop(EC, "ec", "ES256");
    hop.claims.put("cnf", Map.of("jkt", "x"));

    Explanation explanation = verifier().explainUnbound(hop.signed(), "deploy");

    assertThat(explanation.reasons()).isEmpty();
    assertThat(explanation.notMade())
        .containsExactly(
            Check.PRINCIPALS,
            Check.CERTIFICATE_VALIDITY,
            Check.TOKEN,
            Check.OFFLINE,
            Check.BINDING);
  }

  @Test
  void verifiedToken_saysWhatThePortalSaid() {
    Verdict verdict = new TestHop(EC, "ec", "ES256").verdictOf(verifier());

    assertThat(((VerifiedToken) verdict).token())
        .isEqualTo(
            new BastionToken(
                ISSUER,
                "alice",
                "pam:bastion-backend",
                "e42be805-6920-4fbd-819c-e37ffc1e6b2d",
                NOW,
                NOW,
                NOW.plusSeconds(300),
                "bastion-01",
                "bastion",
                "web-01",
                "default",
                Optional.of("deploy"),
                List.of("ops"),
                ((VerifiedToken) verdict).token().confirmation(),
                Optional.empty(),
                Optional.of("01HZX")));
  }

  @Test
  void certificateWithoutToken_isRefusedAsNoToken() {
    HopCertificate certificate = new TestCertificate().parse();

    assertThat(verifier().verify(certificate, "deploy"))
        .isInstanceOfSatisfying(
            RefusedToken.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_TOKEN));
  }

  @Test
  void refusalAfterTheSignature_saysWhatWasSigned_andBeforeItNothing() {
    TestHop otherHost = new TestHop(EC, "ec", "ES256");
    otherHost.claims.put("target_host", "web-02");
    TestHop forged = new TestHop(ROGUE, "ec", "ES256");

    assertThat(((RefusedToken) otherHost.verdictOf(verifier())).signed())
        .map(BastionToken::targetHost)
        .contains("web-02");
    assertThat(((RefusedToken) forged.verdictOf(verifier())).signed()).isEmpty();
  }

  @Test
  void missingAndStaleKeys_areToldApartFromUnknownOnes_andAllAskForARefresh() {
    Map<CachedKeys, Reason> reasons = new LinkedHashMap<>();
    reasons.put(new CachedKeys.Missing(), Reason.NO_KEYS);
    reasons.put(new CachedKeys.Stale(NOW), Reason.STALE_KEYS);
    reasons.put(new CachedKeys.Usable(TestKeySets.of(List.of(RSA.json()))), Reason.UNKNOWN_KEY);

    reasons.forEach((keys, reason) -> {
      TestSource source = new TestSource(keys);
      Verdict verdict = new TestHop(EC, "ec", "ES256").verdictOf(verifier(source));

      assertThat(((RefusedToken) verdict).reason()).isEqualTo(reason);
      assertThat(source.wishes).isEqualTo(1);
      assertThat(source.missed).isEqualTo(reason == Reason.UNKNOWN_KEY ? List.of("ec") : List.of());
    });
  }

  @Test
  void knownKey_asksForNoRefresh() {
    var _ = new TestHop(EC, "ec", "ES256").verdictOf(verifier());
    var _ = new TestHop(ROGUE, "ec", "ES256").verdictOf(verifier());

    assertThat(portal.wishes).isZero();
  }

  @Test
  void keysOfOneIssuer_doNotSignForAnother() {
    TokenVerifier verifier =
        new TokenVerifier(
            settings(),
            Map.of(
                ISSUER,
                new TestSource(new CachedKeys.Usable(TestKeySets.of(List.of(RSA.json())))),
                "https://other/",
                portal),
            InstantSource.fixed(NOW));

    assertThat(((RefusedToken) new TestHop(EC, "ec", "ES256").verdictOf(verifier)).reason())
        .isEqualTo(Reason.UNKNOWN_KEY);
  }

  private static Stream<Arguments> aboutEarlierTokens() {
    return Stream.of(
        no(
            "expired",
            "an earlier token, 8 h and 30 s old",
            hop -> hop.offlineAfter(8 * 3600 + 30, REGISTERED_CA)),
        no("expired", "an old token that is not said to be one", hop -> hop.life(-600, -300)),
        earlier("life-too-long", "made to live long", hop -> hop.life(-3600, 301 - 3600)),
        no(
            "not-yet-valid",
            "an earlier token from the future",
            hop -> hop.offlineAfter(-31, REGISTERED_CA)),
        earlier(
            "unbound",
            "that another authority shows",
            hop -> hop.certificate.signedBy(OTHER_REGISTERED_CA)),
        earlier(
            "unbound",
            "whose key is there, under no known authority",
            hop -> hop.certificate.signedBy(keyOf(hop))),
        earlier(
            "offline-not-allowed",
            "from a bastion that may show none",
            hop -> {
              hop.claims.put("bastion_id", "bastion-02");
              hop.certificate.signedBy(OTHER_REGISTERED_CA);
            }),
        earlier(
            "offline-not-allowed",
            "from an unknown bastion",
            hop -> hop.claims.put("bastion_id", "bastion-04")),
        earlier(
            "offline-not-allowed",
            "of somebody in no group that may",
            hop -> hop.claims.put("user_groups", List.of("dev"))),
        earlier(
            "offline-not-allowed",
            "that the bastion itself has signed",
            TokenVerifierTest::ownToken),
        earlier("wrong-target", "for another host", hop -> hop.claims.put("target_host", "web-02")),
        earlier("wrong-login", "for another login", hop -> hop.claims.put("target_login", "root")),
        earlier("bad-signature", "that is forged", hop -> hop.signature = ROGUE::sign));
  }

  private static Arguments earlier(String reason, String what, Consumer<TestHop> change) {
    return no(
        reason,
        "an earlier token " + what,
        hop -> {
          hop.offlineAfter(60, REGISTERED_CA);
          change.accept(hop);
        });
  }

  private static Stream<Arguments> aboutABastionsOwnIssuer() {
    return Stream.of(
        own("not-a-service-account", "a person", "sub", "alice"),
        own("not-a-service-account", "another key", "key_fp", ANSIBLE_KEY.replace('n', 'm')),
        no(
            "not-a-service-account",
            "no key",
            hop -> {
              ownToken(hop);
              hop.claims.remove("key_fp");
            }),
        own("bastion-not-allowed", "another bastion", "bastion_id", "bastion-02"),
        own("bad-signature", "signed by the portal", "iss", ISSUER),
        own("unbound", "another hop's key", "cnf", Map.of("jkt", "x")));
  }

  private static Arguments own(String reason, String what, String claim, Object value) {
    return no(
        reason,
        "a bastion's own token: " + what,
        hop -> {
          ownToken(hop);
          hop.claims.put(claim, value);
          if (claim.equals("iss")) {
            hop.header.put("kid", "ed");
          }
        });
  }

  /** As a bastion signs it for a service account where the portal knows only people. */
  private static void ownToken(TestHop hop) {
    signedWith(hop, OWN, "own", "EdDSA");
    hop.claims.put("iss", OWN_ISSUER);
    hop.claims.put("sub", "ansible");
    hop.claims.put("key_fp", ANSIBLE_KEY);
  }

  private TokenVerifier verifier() {
    return verifier(portal);
  }

  private static TokenVerifier verifier(KeySource source) {
    return new TokenVerifier(
        settings(), Map.of(ISSUER, source, OWN_ISSUER, OWN_KEYS), InstantSource.fixed(NOW));
  }

  private static TokenVerifier.Settings settings() {
    return new TokenVerifier.Settings(
        TargetNames.of(List.of("web-01", "Web-01.example.com", "kiosk", "2001:db8::1")),
        List.of(
            registered("bastion-01", REGISTERED_CA, Optional.of(OFFLINE)),
            registered("bastion-02", OTHER_REGISTERED_CA, Optional.empty()),
            new RegisteredBastion("bastion-03", Optional.empty(), Optional.empty())),
        List.of(
            new ServiceAccountIssuer(
                OWN_ISSUER,
                "bastion-01",
                (account, key) -> account.equals("ansible") && key.equals(ANSIBLE_KEY))),
        List.of(new LoginOfGroups("shared", Set.of("ops", "dba"))),
        Duration.ofSeconds(300),
        Duration.ofSeconds(30));
  }

  private static RegisteredBastion registered(
      String id, KeyPair ca, Optional<OfflineTokens> offline) {
    return new RegisteredBastion(id, Optional.of(SshEd25519Key.of(ca.getPublic())), offline);
  }

  private static KeyPair keyOf(TestHop hop) {
    return hop.certificate.key;
  }

  private static void signedWith(TestHop hop, TestJwk key, String id, String algorithm) {
    hop.header.put("alg", algorithm);
    hop.header.put("kid", id);
    hop.signature = key::sign;
  }

  private static void unsigned(TestHop hop, String algorithm) {
    hop.header.put("alg", algorithm);
    hop.signature = _ -> new byte[0];
  }

  private static String otherHeader(String token, String header) {
    return base64Url(header.getBytes(UTF_8)) + token.substring(token.indexOf('.'));
  }

  private static String otherClaims(String token, TestHop hop) {
    hop.claims.put("sub", "root");
    String[] parts = token.split("\\.", -1);
    return parts[0] + "." + hop.signed().split("\\.", -1)[1] + "." + parts[2];
  }

  private static byte[] hmac(byte[] key, byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class TestSource implements KeySource {
    private final CachedKeys keys;
    private final List<String> missed = new ArrayList<>();
    private int wishes;

    TestSource(CachedKeys keys) {
      this.keys = keys;
    }

    @Override
    public CachedKeys current() {
      return keys;
    }

    @Override
    public void refreshSoon() {
      wishes++;
    }

    @Override
    public void refreshSoonFor(String unknownKeyId) {
      wishes++;
      missed.add(unknownKeyId);
    }
  }
}
