package io.sallyport.integration;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A hop that differs from a good one in one thing.
 *
 * @param rule what is different, as a sentence's subject
 * @param code the verifier's reason for refusing it
 */
record SpoiledOffer(String rule, String code, BiConsumer<HopOffer, TestIssuer> spoil) {

  /** Those that must not get in. */
  static Stream<SpoiledOffer> all() {
    return Stream.of(
        claim("N29 a token for another host", "wrong-target", "target_host", "db-01"),
        claim("N29 a token for another login", "wrong-login", "target_login", "root"),
        claim("N29 a token of another issuer", "wrong-issuer", "iss", "https://other.invalid/"),
        claim("N29 a token for another audience", "wrong-audience", "aud", "pam:other"),
        claim("a bastion that is not allowed", "bastion-not-allowed", "bastion_id", "bastion-99"),
        claim("a token of another key", "unbound", "cnf", Map.of("jkt", "A".repeat(43))),
        without("a token without binding", "unbound", "cnf"),
        without("N28 a token without exp", "missing-claim", "exp"),
        offer("an expired token", "expired", offer -> offer.lives(-340, 300)),
        offer("a token not yet valid", "not-yet-valid", offer -> offer.lives(90, 300)),
        offer(
            "a token that lives longer than allowed",
            "life-too-long",
            offer -> offer.lives(0, 301)),
        new SpoiledOffer(
            "N26 a token forged under a known kid", "bad-signature", SpoiledOffer::forge),
        new SpoiledOffer("N26 a token with alg none", "bad-algorithm", SpoiledOffer::algNone),
        new SpoiledOffer(
            "N26 a token with HS256 and the public key as secret",
            "bad-algorithm",
            SpoiledOffer::hs256),
        new SpoiledOffer("N27 a token of an unknown kid", "unknown-key", SpoiledOffer::unknownKey),
        offer(
            "a certificate without a token",
            "no-token",
            offer -> offer.extension = "other@sallyport"),
        offer("something else than a token", "malformed", offer -> offer.tamper = _ -> "x"));
  }

  /** Those at the good side of a boundary. */
  static Stream<SpoiledOffer> acceptable() {
    return Stream.of(
        offer("a token expired for less than the skew", "", offer -> offer.lives(-310, 300)),
        offer("a token from less than the skew ahead", "", offer -> offer.lives(20, 300)),
        offer("a token that lives exactly as long as allowed", "", offer -> offer.lives(0, 300)),
        claim("N18 the host's name in capitals", "", "target_host", "WEB-01"));
  }

  private static SpoiledOffer claim(String rule, String code, String claim, Object value) {
    return new SpoiledOffer(rule, code, (offer, _) -> offer.with(claim, value));
  }

  private static SpoiledOffer without(String rule, String code, String claim) {
    return new SpoiledOffer(rule, code, (offer, _) -> offer.claims.remove(claim));
  }

  private static SpoiledOffer offer(String rule, String code, Consumer<HopOffer> change) {
    return new SpoiledOffer(rule, code, (offer, _) -> change.accept(offer));
  }

  private static void forge(HopOffer offer, TestIssuer issuer) {
    try {
      offer.signer =
          TestIssuer.signer(
              new ECKeyGenerator(Curve.P_256).keyID(issuer.ec().getKeyID()).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unknownKey(HopOffer offer, TestIssuer issuer) {
    offer.header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).keyID("nobody").build();
  }

  private static void algNone(HopOffer offer, TestIssuer issuer) {
    String header =
        "{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(issuer.ec().getKeyID());
    offer.tamper = token -> Base64URL.encode(header) + "." + token.split("\\.", -1)[1] + ".";
  }

  private static void hs256(HopOffer offer, TestIssuer issuer) {
    try {
      offer.header =
          new JWSHeader.Builder(JWSAlgorithm.HS256)
              .type(JOSEObjectType.JWT)
              .keyID(issuer.rsa().getKeyID())
              .build();
      offer.signer = new MACSigner(issuer.rsa().toRSAPublicKey().getEncoded());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return rule;
  }
}
