package io.sallyport.jwks;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECPoint;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * An ECDSA public key with its digest, for signatures as JWS has them: R and S side by side, each
 * as long as the curve's field (RFC 7518, 3.4). The mathematics is Bouncy Castle's: in a process
 * that is kept small, the JDK's takes ten times as long.
 */
final class EcdsaKey implements VerificationKey.SignatureCheck {
  private final ECPublicKeyParameters key;
  private final String digest;
  private final int length;

  private EcdsaKey(X9ECParameters curve, ECPoint point, String digest) {
    this.key =
        new ECPublicKeyParameters(
            curve.getCurve().createPoint(point.getAffineX(), point.getAffineY()),
            new ECDomainParameters(curve));
    this.digest = digest;
    this.length = (curve.getCurve().getFieldSize() + 7) / 8;
  }

  /** ES256; {@link IllegalArgumentException} for a point that is not on the curve. */
  static EcdsaKey p256(ECPoint point) {
    return new EcdsaKey(CustomNamedCurves.getByName("P-256"), point, "SHA-256");
  }

  /** ES384; {@link IllegalArgumentException} for a point that is not on the curve. */
  static EcdsaKey p384(ECPoint point) {
    return new EcdsaKey(CustomNamedCurves.getByName("P-384"), point, "SHA-384");
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != 2 * length) {
      return false;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(
        hash(message),
        new BigInteger(1, Arrays.copyOf(signature, length)),
        new BigInteger(1, Arrays.copyOfRange(signature, length, 2 * length)));
  }

  private byte[] hash(byte[] message) {
    try {
      return MessageDigest.getInstance(digest).digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + digest, e);
    }
  }
}
