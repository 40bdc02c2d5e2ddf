package io.sallyport.jwks;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key: an encoded point of the curve (RFC 8032, 5.1.2). The mathematics is Bouncy
 * Castle's: in a process that is kept small, the JDK's takes ten times as long.
 */
public final class Ed25519Key implements VerificationKey.SignatureCheck {
  /** What stands before the point in a SubjectPublicKeyInfo (RFC 8410); every key has the same. */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] point;

  private Ed25519Key(byte[] point) {
    this.point = point;
  }

  /** The key of any provider; {@link IllegalArgumentException} when it is not an Ed25519 key. */
  public static Ed25519Key of(PublicKey key) {
    byte[] spki = key.getEncoded();
    if (spki == null
        || spki.length != SPKI_PREFIX.length + Ed25519.PUBLIC_KEY_SIZE
        || !Arrays.equals(SPKI_PREFIX, Arrays.copyOf(spki, SPKI_PREFIX.length))) {
      throw new IllegalArgumentException("not an Ed25519 public key");
    }
    return ofPoint(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length));
  }

  /**
   * The key of 32 bytes; {@link IllegalArgumentException} when they are no point of the curve, or
   * one of small order, under which anybody can make signatures. That a point is in the group of
   * prime order is not asked: it would take longer than a signature, and without the secret nobody
   * signs under the others either.
   */
  public static Ed25519Key ofPoint(byte[] point) {
    if (point.length != Ed25519.PUBLIC_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 key that is not 32 bytes long");
    }
    if (!Ed25519.validatePublicKeyPartial(point, 0)) {
      throw new IllegalArgumentException(
          "an Ed25519 key that is not on the curve, or of a small order there");
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
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, 0, message, 0, message.length);
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
