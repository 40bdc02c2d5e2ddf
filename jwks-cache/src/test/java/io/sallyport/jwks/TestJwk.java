package io.sallyport.jwks;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A fresh key pair whose JWK can be rewritten member by member, each time as another object. */
public final class TestJwk {
  private final KeyPair pair;
  private final String signature;
  private final Map<String, String> members;
  private final SecureRandom random;

  private TestJwk(
      KeyPair pair, String signature, Map<String, String> members, SecureRandom random) {
    this.pair = pair;
    this.signature = signature;
    this.members = members;
    this.random = random;
  }

  private static TestJwk of(
      KeyPair pair, String signature, String id, String keyType, SecureRandom random) {
    return new TestJwk(pair, signature, Map.of(), random)
        .with("kty", keyType)
        .with("kid", id)
        .with("use", "sig");
  }

  /** RSA with the exponent 65537. */
  public static TestJwk rsa(String id, int bits) {
    return rsa(id, new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
  }

  static TestJwk rsa(String id, RSAKeyGenParameterSpec spec) {
    return rsa(id, spec, new SecureRandom());
  }

  /** The key that {@code random} leads to. */
  public static TestJwk rsa(String id, RSAKeyGenParameterSpec spec, SecureRandom random) {
    KeyPair pair = generate("RSA", spec, random);
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return of(pair, "SHA256withRSA", id, "RSA", random)
        .with("n", base64Url(unsigned(key.getModulus())))
        .with("e", base64Url(unsigned(key.getPublicExponent())));
  }

  /** A curve of NIST, by its number of bits. */
  public static TestJwk ec(String id, int bits) {
    return ec(id, bits, new SecureRandom());
  }

  /** The key that {@code random} leads to; its signatures, too. */
  public static TestJwk ec(String id, int bits, SecureRandom random) {
    KeyPair pair = generate("EC", new ECGenParameterSpec("secp" + bits + "r1"), random);
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    int length = (bits + 7) / 8;
    String digest = bits == 256 ? "SHA256" : bits == 384 ? "SHA384" : "SHA512";
    return of(pair, digest + "withECDSAinP1363Format", id, "EC", random)
        .with("crv", "P-" + bits)
        .with("x", base64Url(padded(key.getW().getAffineX(), length)))
        .with("y", base64Url(padded(key.getW().getAffineY(), length)));
  }

  /** Ed25519. */
  public static TestJwk ed25519(String id) {
    return ed25519(id, new SecureRandom());
  }

  /** The key that {@code random} leads to. */
  public static TestJwk ed25519(String id, SecureRandom random) {
    KeyPair pair = generate("Ed25519", NamedParameterSpec.ED25519, random);
    return of(pair, "Ed25519", id, "OKP", random)
        .with("crv", "Ed25519")
        .with("x", base64Url(Ed25519Key.of(pair.getPublic()).point()));
  }

  /** The same key, which signs by another algorithm of the JDK. */
  public TestJwk signingBy(String algorithm) {
    return new TestJwk(pair, algorithm, members, random);
  }

  /** The same key with a text as member. */
  public TestJwk with(String member, String text) {
    return withJson(member, "\"" + text + "\"");
  }

  /** The same key with any JSON as member. */
  public TestJwk withJson(String member, String json) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    changed.put(member, json);
    return new TestJwk(pair, signature, changed, random);
  }

  TestJwk without(String member) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    changed.remove(member);
    return new TestJwk(pair, signature, changed, random);
  }

  /** The public key in its own encoding. */
  public byte[] encoded() {
    return pair.getPublic().getEncoded();
  }

  /** The signature of JWS over these bytes. */
  public byte[] sign(byte[] signingInput) {
    try {
      Signature signer = Signature.getInstance(signature);
      signer.initSign(pair.getPrivate(), random);
      signer.update(signingInput);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The public JWK. */
  public String json() {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static KeyPair generate(
      String algorithm, AlgorithmParameterSpec spec, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(spec, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] unsigned(BigInteger number) {
    return padded(number, (number.bitLength() + 7) / 8);
  }

  private static byte[] padded(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int count = Math.min(length, bytes.length);
    System.arraycopy(
        Arrays.copyOfRange(bytes, bytes.length - count, bytes.length),
        0,
        padded,
        length - count,
        count);
    return padded;
  }
}
