package io.sallyport.embeddedportal.faults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A signing key in the place of the portal's. */
final class OtherSigner {
  /** What LemonLDAP::NG does not know of. */
  private static final List<String> OURS_ONLY =
      List.of("cnf", "nbf", "target_login", "sid", "key_fp");

  private final JWK key;
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;
  private final boolean likeLemonLdap;

  private OtherSigner(JWK key, JWSAlgorithm algorithm, JWSSigner signer, boolean likeLemonLdap) {
    this.key = key;
    this.algorithm = algorithm;
    this.signer = signer;
    this.likeLemonLdap = likeLemonLdap;
  }

  /** A fresh key of the kind that the portal has. */
  static OtherSigner rotated() {
    try {
      var key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyIDFromThumbprint(true)
              .generate();
      return new OtherSigner(key, JWSAlgorithm.ES256, new ECDSASigner(key), false);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A fresh RSA key, which signs what LemonLDAP::NG would sign. */
  static OtherSigner likeLemonLdap() {
    try {
      var key =
          new RSAKeyGenerator(2048)
              .keyUse(KeyUse.SIGNATURE)
              .keyID("lab-sig-" + UUID.randomUUID())
              .generate();
      return new OtherSigner(key, JWSAlgorithm.RS256, new RSASSASigner(key), true);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next key of the same kind. */
  OtherSigner next() {
    return likeLemonLdap ? likeLemonLdap() : rotated();
  }

  /** The key set with this key only. */
  JsonNode keySet(JsonNode keys) {
    ObjectNode other = HttpAnswer.JSON.createObjectNode();
    other.putArray("keys").add(HttpAnswer.JSON.readTree(key.toPublicJWK().toJSONString()));
    return other;
  }

  /** The answer of {@code /pam/bastion-token} with a token of this key. */
  JsonNode token(JsonNode answer) {
    if (answer instanceof ObjectNode object && object.has("bastion_jwt")) {
      object.put("bastion_jwt", sign(object.get("bastion_jwt").stringValue()));
    }
    return answer;
  }

  /** The discovery document, whose issuer LemonLDAP::NG writes with a slash. */
  JsonNode discovery(JsonNode document) {
    if (likeLemonLdap && document instanceof ObjectNode object) {
      object.put("issuer", slashed(object.get("issuer").stringValue()));
    }
    return document;
  }

  private String sign(String token) {
    try {
      JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
      JWSHeader header =
          new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build();
      var other = new SignedJWT(header, likeLemonLdap ? lemonLdapOf(claims) : claims);
      other.sign(signer);
      return other.serialize();
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWTClaimsSet lemonLdapOf(JWTClaimsSet claims) {
    var builder = new JWTClaimsSet.Builder(claims).issuer(slashed(claims.getIssuer()));
    OURS_ONLY.forEach(claim -> builder.claim(claim, null));
    return builder.build();
  }

  private static String slashed(String issuer) {
    return issuer.endsWith("/") ? issuer : issuer + "/";
  }
}
