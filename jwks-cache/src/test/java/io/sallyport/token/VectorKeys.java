package io.sallyport.token;

import io.sallyport.jwks.TestJwk;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;

/** The keys of the test vectors, the same each time; everybody may know them. */
final class VectorKeys {
  /** Once, as it takes a second; its signatures need no chance. */
  private static final TestJwk RSA =
      TestJwk.rsa(
          "rsa",
          new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4),
          new FixedRandom("rsa"));

  final TestJwk ec = TestJwk.ec("ec", 256, new FixedRandom("ec"));
  final TestJwk ec384 = TestJwk.ec("ec384", 384, new FixedRandom("ec384"));
  final TestJwk rsa = RSA;
  final TestJwk ed = TestJwk.ed25519("ed", new FixedRandom("ed"));

  /** An attacker's, whose JWK is in no key set. */
  final TestJwk rogue = TestJwk.ec("ec", 256, new FixedRandom("rogue"));

  static KeyPair hop() {
    return ed25519("hop");
  }

  static KeyPair authority() {
    return ed25519("authority");
  }

  static KeyPair stranger() {
    return ed25519("stranger");
  }

  private static KeyPair ed25519(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new FixedRandom(name));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
