package io.sallyport.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.sallyport.jwks.VerificationKey.SignatureCheck;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules which keys of a set may verify a bastion token, and how. */
final class UsableJwk {
  private static final int MAX_ID = 256;
  private static final int MIN_RSA_BITS = 2048;

  /** Above this a check takes longer than anybody signs with. */
  private static final int MAX_RSA_BITS = 8192;

  private static final List<String> NUMBERS = List.of("n", "e", "x", "y");
  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]*");

  private static final BigInteger LEAST_RSA_EXPONENT = BigInteger.valueOf(65_537);

  private UsableJwk() {}

  static JWK parse(Map<String, Object> members) throws UnusableKeyException {
    String id = members.get("kid") instanceof String text ? text : "?";
    requireBase64Url(id, members);
    try {
      JWK jwk = JWK.parse(members);
      if (jwk.isPrivate()) {
        throw new UnusableKeyException(id, "its secret half was published");
      }
      return jwk;
    } catch (ParseException | IllegalArgumentException _) {
      throw new UnusableKeyException(id, "it is not a key of a kind that we know");
    }
  }

  /** Nimbus leaves out what does not belong there; another reader might see another key. */
  private static void requireBase64Url(String id, Map<String, Object> members)
      throws UnusableKeyException {
    for (String name : NUMBERS) {
      if (members.get(name) instanceof String value && !BASE64URL.matcher(value).matches()) {
        throw new UnusableKeyException(id, "its " + name + " is not base64url");
      }
    }
  }

  static VerificationKey verificationKey(JWK jwk) throws UnusableKeyException {
    String id = jwk.getKeyID();
    if (id == null
        || id.isBlank()
        || id.length() > MAX_ID
        || id.codePoints().anyMatch(UsableJwk::isNoCharacter)) {
      throw new UnusableKeyException(
          "?", "its id is not a text of 1 to " + MAX_ID + " characters without control characters");
    }
    try {
      requireForSignatures(jwk);
      return switch (jwk) {
        case RSAKey rsa -> rsa(rsa);
        case ECKey ec -> ec(ec);
        case OctetKeyPair okp -> ed25519(okp);
        default -> throw new JOSEException("its kind has no public half");
      };
    } catch (JOSEException e) {
      throw new UnusableKeyException(id, String.valueOf(e.getMessage()));
    }
  }

  /** Control characters, and halves of a character, which no file can keep. */
  private static boolean isNoCharacter(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  private static void requireForSignatures(JWK jwk) throws JOSEException {
    require(
        jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE),
        "its use is not \"sig\"");
    require(
        jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY),
        "its key_ops do not have \"verify\"");
  }

  private static VerificationKey rsa(RSAKey jwk) throws JOSEException {
    int bits = jwk.getModulus().decodeToBigInteger().bitLength();
    require(
        bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS,
        "its size of " + bits + " bits is not from " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
    BigInteger exponent = jwk.getPublicExponent().decodeToBigInteger();
    require(
        exponent.testBit(0) && exponent.compareTo(LEAST_RSA_EXPONENT) >= 0,
        "its public exponent is even or below " + LEAST_RSA_EXPONENT);
    return key(jwk, JWSAlgorithm.RS256, nimbus(JWSAlgorithm.RS256, new RSASSAVerifier(jwk)));
  }

  private static VerificationKey ec(ECKey jwk) throws JOSEException {
    require(
        jwk.getCurve().equals(Curve.P_256) || jwk.getCurve().equals(Curve.P_384),
        "its curve is neither P-256 nor P-384");
    try {
      return jwk.getCurve().equals(Curve.P_256)
          ? key(jwk, JWSAlgorithm.ES256, EcdsaKey.p256(jwk.toECPublicKey().getW()))
          : key(jwk, JWSAlgorithm.ES384, EcdsaKey.p384(jwk.toECPublicKey().getW()));
    } catch (IllegalArgumentException e) {
      throw new JOSEException("it is " + e.getMessage());
    }
  }

  private static VerificationKey ed25519(OctetKeyPair jwk) throws JOSEException {
    require(jwk.getCurve().equals(Curve.Ed25519), "its curve is not Ed25519");
    try {
      return key(jwk, JWSAlgorithm.EdDSA, Ed25519Key.ofPoint(jwk.getDecodedX()));
    } catch (IllegalArgumentException e) {
      throw new JOSEException("it is " + e.getMessage());
    }
  }

  private static VerificationKey key(JWK jwk, JWSAlgorithm algorithm, SignatureCheck check)
      throws JOSEException {
    require(
        jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(algorithm),
        "its alg is not " + algorithm);
    return new VerificationKey(jwk.getKeyID(), algorithm.getName(), check);
  }

  private static SignatureCheck nimbus(JWSAlgorithm algorithm, JWSVerifier verifier) {
    JWSHeader header = new JWSHeader(algorithm);
    return (signingInput, signature) -> {
      try {
        return verifier.verify(header, signingInput, Base64URL.encode(signature));
      } catch (JOSEException _) {
        return false;
      }
    };
  }

  private static void require(boolean holds, String otherwise) throws JOSEException {
    if (!holds) {
      throw new JOSEException(otherwise);
    }
  }
}
