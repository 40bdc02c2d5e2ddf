package io.sallyport.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.jwks.TestJwk;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A hop of alice to deploy@web-01 at {@link #NOW}, of which every part can be wrong: the token's
 * header, claims and signature, and the certificate around it.
 */
final class TestHop {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final String ISSUER = "https://portal.example.com/";

  final TestCertificate certificate;
  final Map<String, Object> header = new LinkedHashMap<>();
  final Map<String, Object> claims = new LinkedHashMap<>();
  String login = "deploy";
  UnaryOperator<byte[]> signature;
  UnaryOperator<String> token = UnaryOperator.identity();
  boolean offline;

  TestHop(TestJwk portalKey, String keyId, String algorithm) {
    this(new TestCertificate(), portalKey, keyId, algorithm);
  }

  TestHop(TestCertificate certificate, TestJwk portalKey, String keyId, String algorithm) {
    this.certificate = certificate;
    signature = portalKey::sign;
    header.put("alg", algorithm);
    header.put("typ", "JWT");
    header.put("kid", keyId);
    claims.put("iss", ISSUER);
    claims.put("sub", "alice");
    claims.put("aud", "pam:bastion-backend");
    claims.put("jti", "e42be805-6920-4fbd-819c-e37ffc1e6b2d");
    claims.put("iat", NOW.getEpochSecond());
    claims.put("nbf", NOW.getEpochSecond());
    claims.put("exp", NOW.getEpochSecond() + 300);
    claims.put("bastion_id", "bastion-01");
    claims.put("bastion_group", "bastion");
    claims.put("target_host", "web-01");
    claims.put("target_group", "default");
    claims.put("target_login", "deploy");
    claims.put("user_groups", List.of("ops"));
    claims.put("cnf", Map.of("jkt", KeyThumbprint.of(certificate.key.getPublic())));
    claims.put("sid", "01HZX");
  }

  /** Makes it a token as LemonLDAP signs it: without nbf, target_login, cnf and sid. */
  TestHop likeLemonLdap() {
    List.of("nbf", "target_login", "cnf", "sid").forEach(claims::remove);
    claims.put("bastion_ip", "127.0.0.1");
    claims.put("sub", "deploy");
    return this;
  }

  /** Makes the token one of so many seconds ago, which the bastion shows again. */
  void offlineAfter(long seconds, KeyPair authority) {
    offline = true;
    life(-seconds, 300 - seconds);
    certificate.signedBy(authority);
  }

  void life(long fromNow, long untilFromNow) {
    claims.put("iat", NOW.getEpochSecond() + fromNow);
    claims.put("nbf", NOW.getEpochSecond() + fromNow);
    claims.put("exp", NOW.getEpochSecond() + untilFromNow);
  }

  Verdict verdictOf(TokenVerifier verifier) {
    return verifier.verify(carrier(), login);
  }

  Explanation explanationOf(TokenVerifier verifier) {
    return verifier.explain(carrier(), login);
  }

  HopCertificate carrier() {
    String compact = token.apply(signed());
    if (offline) {
      certificate.offlineToken(compact, "now");
    } else {
      certificate.token(compact);
    }
    return certificate.parse();
  }

  String signed() {
    String signingInput =
        base64Url(JSONObjectUtils.toJSONString(header).getBytes(UTF_8))
            + "."
            + base64Url(JSONObjectUtils.toJSONString(claims).getBytes(UTF_8));
    return signingInput + "." + base64Url(signature.apply(signingInput.getBytes(UTF_8)));
  }

  static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
