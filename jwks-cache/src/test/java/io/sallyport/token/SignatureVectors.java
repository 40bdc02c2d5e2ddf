package io.sallyport.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.jwks.TestJwk;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * N26: algorithms that are none, of another key, or somebody's choice; signatures that are none.
 */
final class SignatureVectors {
  private static final BigInteger N256 =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger P256 =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  /** The order of Ed25519's group, little-endian as in a signature. */
  private static final BigInteger L =
      new BigInteger("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 16);

  private final VectorGroups all = new VectorGroups("N26", 26_001);

  private SignatureVectors() {}

  static VectorFile file() {
    return new SignatureVectors().make();
  }

  private VectorFile make() {
    good();
    algorithms();
    macs();
    wrongKeys();
    ecdsa();
    otherKinds();
    VectorKeys keys = all.keys;
    all.group(keys.ec, keys.ec384, keys.rsa, keys.ed);
    return all.file("bastion token: algorithm and signature");
  }

  private void good() {
    all.token("ok", "ES256", _ -> {});
    all.token("ok", "ES384", hop -> by(hop, all.keys.ec384, "ec384", "ES384"));
    all.token("ok", "RS256", hop -> by(hop, all.keys.rsa, "rsa", "RS256"));
    all.token("ok", "EdDSA", hop -> by(hop, all.keys.ed, "ed", "EdDSA"));
  }

  private void algorithms() {
    for (String none : new String[] {"none", "None", "NONE", "nOnE", "none ", ""}) {
      algorithm("alg \"" + none + "\", empty signature", none, _ -> new byte[0]);
    }
    algorithm("alg none with a good signature", "none", UnaryOperator.identity());
    for (String other : new String[] {"es256", "ES256K", "ES512", "ES384", "HS512", "ES256 "}) {
      algorithm("alg " + other + " for a P-256 key", other, UnaryOperator.identity());
    }
    all.token("bad-algorithm", "no alg", hop -> hop.header.remove("alg"));
    all.token("bad-algorithm", "alg a number", hop -> hop.header.put("alg", 256));
    all.token("bad-algorithm", "alg a list", hop -> hop.header.put("alg", new Object[] {"ES256"}));
    all.token(
        "bad-algorithm",
        "alg among the claims only",
        hop -> {
          hop.header.remove("alg");
          hop.claims.put("alg", "ES256");
        });
    all.token(
        "malformed",
        "alg in an unprotected header, JWS JSON form",
        hop ->
            hop.token =
                text -> {
                  String[] parts = text.split("\\.", -1);
                  return "{\"protected\":\"%s\",\"header\":{\"alg\":\"none\"},\"payload\":\"%s\",\"signature\":\"\"}"
                      .formatted(parts[0], parts[1]);
                });
  }

  private void algorithm(String comment, String name, UnaryOperator<byte[]> signature) {
    all.token(
        "bad-algorithm",
        comment,
        hop -> {
          hop.header.put("alg", name);
          UnaryOperator<byte[]> signer = hop.signature;
          hop.signature = input -> signature.apply(signer.apply(input));
        });
  }

  private void macs() {
    VectorKeys keys = all.keys;
    mac("HS256 with the RSA key as secret (SubjectPublicKeyInfo)", "rsa", keys.rsa.encoded());
    mac("HS256 with the RSA key as secret (PEM)", "rsa", pem(keys.rsa));
    mac("HS256 with the RSA key as secret (JWK)", "rsa", keys.rsa.json().getBytes(UTF_8));
    mac("HS256 with a zero key, RSA JWK without alg", "rsa", new byte[1]);
    mac("HS256 with the EC key as secret", "ec", keys.ec.encoded());
    mac("HS256 with the Ed25519 key as secret", "ed", keys.ed.encoded());
    all.token(
        "bad-signature",
        "a MAC with the RSA key as secret under RS256",
        hop -> {
          by(hop, keys.rsa, "rsa", "RS256");
          hop.signature = input -> hmac(keys.rsa.encoded(), input);
        });
  }

  private void mac(String comment, String keyId, byte[] secret) {
    all.token(
        "bad-algorithm",
        comment,
        hop -> {
          hop.header.put("alg", "HS256");
          hop.header.put("kid", keyId);
          hop.signature = input -> hmac(secret, input);
        });
  }

  private void wrongKeys() {
    VectorKeys keys = all.keys;
    all.token("bad-algorithm", "RS256 under an EC key", hop -> hop.header.put("alg", "RS256"));
    all.token("bad-algorithm", "ES256 under an RSA key", hop -> by(hop, keys.ec, "rsa", "ES256"));
    all.token("bad-algorithm", "EdDSA under an EC key", hop -> by(hop, keys.ed, "ec", "EdDSA"));
    all.token("bad-signature", "another key's signature", hop -> hop.signature = keys.rogue::sign);
    all.token(
        "bad-signature", "the P-384 key's signature", hop -> hop.signature = keys.ec384::sign);
    all.token(
        "bad-signature",
        "a signature over other claims",
        hop -> {
          byte[] signature = hop.signature.apply(hop.signed().getBytes(UTF_8));
          hop.signature = _ -> signature;
        });
    for (String digest : new String[] {"SHA1withRSA", "SHA384withRSA", "SHA512withRSA"}) {
      TestJwk other = keys.rsa.signingBy(digest);
      all.token("bad-signature", digest + " under RS256", hop -> by(hop, other, "rsa", "RS256"));
    }
    for (String other : new String[] {"RS384", "RS512", "PS256"}) {
      all.token("bad-algorithm", other, hop -> by(hop, keys.rsa, "rsa", other));
    }
  }

  private void ecdsa() {
    bad("empty", _ -> new byte[0]);
    bad("r = s = 0", _ -> new byte[64]);
    bad("r = 0", good -> rs(BigInteger.ZERO, s(good)));
    bad("s = 0", good -> rs(r(good), BigInteger.ZERO));
    bad("r = 1, s = 0", _ -> rs(BigInteger.ONE, BigInteger.ZERO));
    bad("r = s = 1", _ -> rs(BigInteger.ONE, BigInteger.ONE));
    bad("r = s = n", _ -> rs(N256, N256));
    bad("r = n, s as it was", good -> rs(N256, s(good)));
    bad("s = n, r as it was", good -> rs(r(good), N256));
    bad("r = s = n - 1", _ -> rs(N256.subtract(BigInteger.ONE), N256.subtract(BigInteger.ONE)));
    bad("r = s = p", _ -> rs(P256, P256));
    bad("r = s = 2^256 - 1", _ -> filled(64));
    bad("n - r", good -> rs(N256.subtract(r(good)), s(good)));
    bad("r and s exchanged", good -> rs(s(good), r(good)));
    bad("DER instead of P1363", SignatureVectors::der);
    bad("a byte less", good -> Arrays.copyOf(good, 63));
    bad("a byte more", good -> Arrays.copyOf(good, 65));
    bad("half of it", good -> Arrays.copyOf(good, 32));
    bad("twice", good -> TestCertificate.concat(good, good));
    bad("each half with a zero before it", SignatureVectors::padded);
    all.token(
        "ok",
        "n - s, which ECDSA does not tell from s",
        hop -> change(hop, good -> rs(r(good), N256.subtract(s(good)))));
  }

  private void otherKinds() {
    VectorKeys keys = all.keys;
    changed("ed", "EdDSA", keys.ed, "Ed25519: empty", _ -> new byte[0]);
    changed("ed", "EdDSA", keys.ed, "Ed25519: zeros", _ -> new byte[64]);
    changed("ed", "EdDSA", keys.ed, "Ed25519: the identity and zero", _ -> identity());
    changed("ed", "EdDSA", keys.ed, "Ed25519: S + L", SignatureVectors::plusL);
    changed("ed", "EdDSA", keys.ed, "Ed25519: a byte less", good -> Arrays.copyOf(good, 63));
    changed("ed", "EdDSA", keys.ed, "Ed25519: a byte more", good -> Arrays.copyOf(good, 65));
    changed("rsa", "RS256", keys.rsa, "RSA: empty", _ -> new byte[0]);
    changed("rsa", "RS256", keys.rsa, "RSA: zero", _ -> new byte[256]);
    changed("rsa", "RS256", keys.rsa, "RSA: one", _ -> one(256));
    changed("rsa", "RS256", keys.rsa, "RSA: above the modulus", _ -> filled(256));
    changed("rsa", "RS256", keys.rsa, "RSA: a byte less", good -> Arrays.copyOf(good, 255));
    changed("rsa", "RS256", keys.rsa, "RSA: a byte more", good -> Arrays.copyOf(good, 257));
    changed(
        "rsa",
        "RS256",
        keys.rsa,
        "RSA: a zero before it",
        good -> TestCertificate.concat(new byte[1], good));
    changed("ec384", "ES384", keys.ec384, "P-384: r = s = 0", _ -> new byte[96]);
    changed("ec384", "ES384", keys.ec384, "P-384: 64 bytes", good -> Arrays.copyOf(good, 64));
  }

  private void bad(String comment, UnaryOperator<byte[]> signature) {
    all.token("bad-signature", "ECDSA: " + comment, hop -> change(hop, signature));
  }

  private void changed(
      String id, String algorithm, TestJwk key, String comment, UnaryOperator<byte[]> signature) {
    all.token(
        "bad-signature",
        comment,
        hop -> {
          by(hop, key, id, algorithm);
          change(hop, signature);
        });
  }

  static void by(TestHop hop, TestJwk key, String id, String algorithm) {
    hop.header.put("alg", algorithm);
    hop.header.put("kid", id);
    hop.signature = key::sign;
  }

  private static void change(TestHop hop, UnaryOperator<byte[]> signature) {
    UnaryOperator<byte[]> signer = hop.signature;
    hop.signature = input -> signature.apply(signer.apply(input));
  }

  private static byte[] hmac(byte[] secret, byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] pem(TestJwk key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.encoded());
    return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
        .getBytes(UTF_8);
  }

  private static BigInteger r(byte[] signature) {
    return new BigInteger(1, Arrays.copyOf(signature, 32));
  }

  private static BigInteger s(byte[] signature) {
    return new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
  }

  private static byte[] rs(BigInteger r, BigInteger s) {
    return HexFormat.of().parseHex("%064x%064x".formatted(r, s));
  }

  private static byte[] der(byte[] signature) {
    byte[] r = r(signature).toByteArray();
    byte[] s = s(signature).toByteArray();
    byte[] content = TestCertificate.concat(integer(r), integer(s));
    return TestCertificate.concat(new byte[] {0x30, (byte) content.length}, content);
  }

  private static byte[] integer(byte[] value) {
    return TestCertificate.concat(new byte[] {2, (byte) value.length}, value);
  }

  private static byte[] padded(byte[] signature) {
    byte[] padded = new byte[66];
    System.arraycopy(signature, 0, padded, 1, 32);
    System.arraycopy(signature, 32, padded, 34, 32);
    return padded;
  }

  private static byte[] identity() {
    return one(1, 64);
  }

  private static byte[] one(int length) {
    return one(length, length);
  }

  private static byte[] one(int place, int length) {
    byte[] bytes = new byte[length];
    bytes[place - 1] = 1;
    return bytes;
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static byte[] plusL(byte[] signature) {
    byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
    byte[] more = reversed(HexFormat.of().parseHex("%064x".formatted(new BigInteger(1, s).add(L))));
    return TestCertificate.concat(Arrays.copyOf(signature, 32), more);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
