package io.sallyport.bastion.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Ed25519 key pairs (RFC 8032), fresh or from a seed. */
public final class Ed25519 {

  private static final Provider PROVIDER = new BouncyCastleProvider();

  // RFC 8410: what stands before the 32 bytes of a private and of a public key.
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  /** A new key pair. */
  public static KeyPair fresh() {
    try {
      return KeyPairGenerator.getInstance("Ed25519", PROVIDER).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Bouncy Castle has Ed25519", e);
    }
  }

  /** The key pair of a 32-byte seed. */
  static KeyPair fromSeed(byte[] seed) {
    byte[] point = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
    try {
      KeyFactory factory = KeyFactory.getInstance("Ed25519", PROVIDER);
      PublicKey publicKey =
          factory.generatePublic(new X509EncodedKeySpec(concat(X509_PREFIX, point)));
      PrivateKey privateKey =
          factory.generatePrivate(new PKCS8EncodedKeySpec(concat(PKCS8_PREFIX, seed)));
      return new KeyPair(publicKey, privateKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every 32 bytes are an Ed25519 seed", e);
    }
  }

  private static byte[] concat(byte[] prefix, byte[] key) {
    byte[] whole = new byte[prefix.length + key.length];
    System.arraycopy(prefix, 0, whole, 0, prefix.length);
    System.arraycopy(key, 0, whole, prefix.length, key.length);
    return whole;
  }
}
