package io.sallyport.token;

import static io.sallyport.token.TestHop.ISSUER;
import static io.sallyport.token.TestHop.NOW;
import static io.sallyport.token.TestHop.base64Url;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.fuzz.FuzzRun;
import io.sallyport.jwks.CachedKeys;
import io.sallyport.jwks.TestJwk;
import io.sallyport.jwks.TestKeySets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class TokenFuzzTest {
  private static final TestJwk EC = TestJwk.ec("ec", 256);
  private static final TestJwk ED = TestJwk.ed25519("ed");
  private static final TestJwk RSA = TestJwk.rsa("rsa", 2048);
  private static final String HEADER = "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"ed\"}";

  private static final List<String> WORDS =
      List.of(
          ".",
          "..",
          "=",
          "\n",
          " ",
          "A",
          "-",
          "_",
          "+",
          "eyJ",
          "e30",
          "bm9uZQ",
          "\"alg\":",
          "\"none\"",
          "\"HS256\"",
          "\"ES256\"",
          "\"RS256\"",
          "\"EdDSA\"",
          "\"kid\":",
          "\"ec\"",
          "\"ed\"",
          "\"crit\":",
          "\"jwk\":",
          "\"iss\":",
          "\"sub\":",
          "\"aud\":",
          "\"exp\":",
          "\"iat\":",
          "\"nbf\":",
          "\"cnf\":",
          "\"jkt\":",
          "\"target_host\":",
          "\"target_login\":",
          "\"root\"",
          "\"deploy\"",
          "\"web-01\"",
          "null",
          "true",
          "0",
          "-1",
          "1e3",
          "253402300799",
          "9007199254740993",
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          "\"",
          "\\u0061",
          "\\u0000",
          "\\ud800",
          "\u0000",
          "\u00ff",
          "\u00ef\u00bb\u00bf");

  private final TestHop hop = new TestHop(EC, "ec", "ES256");
  private final SshEd25519Key key = SshEd25519Key.of(hop.certificate.key.getPublic());
  private final TokenVerifier verifier =
      new TokenVerifier(
          new TokenVerifier.Settings(
              TargetNames.of(Set.of("web-01")),
              List.of(new RegisteredBastion("bastion-01", Optional.empty(), Optional.empty())),
              List.of(),
              List.of(),
              Duration.ofSeconds(300),
              Duration.ofSeconds(30)),
          Map.of(
              ISSUER,
              new FixedKeys(
                  new CachedKeys.Usable(
                      TestKeySets.of(List.of(EC.json(), ED.json(), RSA.json()))))),
          InstantSource.fixed(NOW));

  @Test
  void a_token_that_was_changed_is_never_verified() {
    List<String> good =
        List.of(by(EC, "ec", "ES256"), by(ED, "ed", "EdDSA"), by(RSA, "rsa", "RS256"));
    assertThat(good).allMatch(token -> verdict(token) instanceof VerifiedToken);
    List<byte[]> samples = good.stream().map(token -> token.getBytes(ISO_8859_1)).toList();

    Map<String, Long> verdicts =
        new FuzzRun("token")
            .over(
                samples,
                WORDS,
                5_000,
                changed -> {
                  String token = new String(changed, ISO_8859_1);
                  String verdict = word(token, verdict(token));
                  assertThat(verdict.equals("verified")).isEqualTo(good.contains(token));
                  return verdict;
                });

    assertThat(verdicts).containsKeys("malformed", "bad-signature");
  }

  @Test
  void claims_that_the_portal_has_signed_are_read_as_another_reader_does() {
    String claims = JSONObjectUtils.toJSONString(hop.claims);

    Map<String, Long> verdicts =
        new FuzzRun("claims")
            .over(
                List.of(claims.getBytes(UTF_8)),
                WORDS,
                3_000,
                changed -> {
                  String token = FormVectors.signed(ED, HEADER.getBytes(UTF_8), changed);
                  Verdict verdict = verdict(token);
                  if (verdict instanceof VerifiedToken verified) {
                    assertReadAlike(verified.token(), changed);
                  }
                  return word(token, verdict);
                });

    assertThat(verdicts).containsKeys("verified", "malformed", "missing-claim");
  }

  @Test
  void headers_that_were_changed_choose_no_other_check() {
    byte[] claims = JSONObjectUtils.toJSONString(hop.claims).getBytes(UTF_8);

    Map<String, Long> verdicts =
        new FuzzRun("header")
            .over(
                List.of(HEADER.getBytes(UTF_8)),
                WORDS,
                3_000,
                changed -> {
                  assertNobodysSignatureCounts(base64Url(changed) + "." + base64Url(claims) + ".");
                  String token = FormVectors.signed(ED, changed, claims);
                  Verdict verdict = verdict(token);
                  if (verdict instanceof VerifiedToken) {
                    assertNamesTheKey(changed);
                  }
                  return word(token, verdict);
                });

    assertThat(verdicts).containsKeys("verified", "unknown-key", "bad-algorithm", "malformed");
  }

  /** None at all, and those that anybody can make of what is published. */
  private void assertNobodysSignatureCounts(String signed) {
    assertThat(verdict(signed)).isInstanceOf(RefusedToken.class);
    for (byte[] published : List.of(ED.json().getBytes(UTF_8), key.key().point(), key.blob())) {
      String token = signed + base64Url(hmac(published, signed.substring(0, signed.length() - 1)));
      assertThat(verdict(token)).isInstanceOf(RefusedToken.class);
    }
  }

  private static byte[] hmac(byte[] secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A good signature counts only under a header that another reader reads alike. */
  private static void assertNamesTheKey(byte[] header) {
    try {
      assertThat(JSONObjectUtils.parse(new String(header, UTF_8)))
          .containsEntry("alg", "EdDSA")
          .containsEntry("kid", "ed");
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private String by(TestJwk signer, String id, String algorithm) {
    SignatureVectors.by(hop, signer, id, algorithm);
    return hop.signed();
  }

  private Verdict verdict(String token) {
    HopCertificate certificate =
        new HopCertificate(
            key,
            key,
            "",
            List.of("deploy"),
            0,
            -1,
            new HopRights(Set.of(), List.of(), Optional.empty()),
            Optional.of(token),
            Optional.empty());
    return verifier.verify(certificate, "deploy");
  }

  /** The verdict's code; what is said of a refusal never has a part of the token. */
  private static String word(String token, Verdict verdict) {
    if (!(verdict instanceof RefusedToken refused)) {
      return "verified";
    }
    for (String part : token.split("\\.", -1)) {
      assertThat(part.length() >= 16 && refused.detail().contains(part)).isFalse();
    }
    assertThat(refused.detail().chars().anyMatch(Character::isISOControl)).isFalse();
    return refused.reason().code();
  }

  private static void assertReadAlike(BastionToken token, byte[] json) {
    Map<String, Object> other;
    try {
      other = JSONObjectUtils.parse(new String(json, UTF_8));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
    assertThat(other)
        .containsEntry("iss", token.issuer())
        .containsEntry("sub", token.subject())
        .containsEntry("aud", token.audience())
        .containsEntry("jti", token.id())
        .containsEntry("exp", token.expiresAt().getEpochSecond())
        .containsEntry("iat", token.issuedAt().getEpochSecond())
        .containsEntry("target_host", token.targetHost())
        .containsEntry("bastion_id", token.bastionId());
    assertThat(Optional.ofNullable(other.get("target_login"))).isEqualTo(token.targetLogin());
  }
}
