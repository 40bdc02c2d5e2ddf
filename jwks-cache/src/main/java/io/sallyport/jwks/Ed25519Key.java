package io.sallyport.jwks;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 public key: an encoded point of the curve (RFC 8032, 5.1.2). The mathematics is the
 * JDK's; Nimbus has it, too, but only together with the Tink library.
 */
public final class Ed25519Key implements VerificationKey.SignatureCheck {
  private static final int POINT_LENGTH = 32;

  /** What stands before the point in a SubjectPublicKeyInfo (RFC 8410); every key has the same. */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] point;
  private final PublicKey key;

  private Ed25519Key(byte[] point) {
    this.point = point;
    this.key = publicKey(point);
  }

  /** The key of any provider; {@link IllegalArgumentException} when it is not an Ed25519 key. */
  public static Ed25519Key of(PublicKey key) {
    byte[] spki = key.getEncoded();
    if (spki == null
        || spki.length != SPKI_PREFIX.length + POINT_LENGTH
        || !Arrays.equals(SPKI_PREFIX, Arrays.copyOf(spki, SPKI_PREFIX.length))) {
      throw new IllegalArgumentException("not an Ed25519 public key");
    }
    return new Ed25519Key(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
  }

  /** The key of 32 bytes; {@link IllegalArgumentException} when they are no point of the curve. */
  public static Ed25519Key ofPoint(byte[] point) {
    if (point.length != POINT_LENGTH) {
      throw new IllegalArgumentException("an Ed25519 key that is not 32 bytes long");
    }
    return new Ed25519Key(point.clone());
  }

  /** The 32 bytes. */
  public byte[] point() {
    return point.clone();
  }

  /** Whether {@code signature}, 64 bytes as in RFC 8032, is this key's over {@code message}. */
  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
    }
  }

  private static PublicKey publicKey(byte[] point) {
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + POINT_LENGTH);
    System.arraycopy(point, 0, spki, SPKI_PREFIX.length, POINT_LENGTH);
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
      // Only here does the JDK find out whether the point is on the curve.
      Signature.getInstance("Ed25519").initVerify(key);
      return key;
    } catch (InvalidKeyException _) {
      throw new IllegalArgumentException("an Ed25519 key that is not on the curve");
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("an Ed25519 key that cannot be used", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519Key that && Arrays.equals(point, that.point);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(point);
  }
}
