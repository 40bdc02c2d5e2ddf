package io.sallyport.token;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * An OpenSSH certificate written field by field, so that each can be wrong. Begins as a good one
 * for deploy.
 */
final class TestCertificate {
  KeyPair key = TestKeys.ed25519();
  KeyPair ca = TestKeys.ed25519();
  KeyPair signer = ca;
  String innerType = HopCertificate.TYPE;
  int certificateType = 1;
  String keyId = "bastion=bastion-01;user=alice;target=web-01;jti=1";
  List<String> principals = List.of("deploy");
  long validAfter = 0;
  long validBefore = -1;
  byte[] criticalOptions = {};
  byte[] extensions = {};
  byte[] caBlob = {};
  byte[] keyPoint = {};
  String signatureType = "ssh-ed25519";
  String signatureAlgorithm = "Ed25519";
  byte[] after = {};

  void valid(Instant from, Instant until) {
    validAfter = from.getEpochSecond();
    validBefore = until.getEpochSecond();
  }

  void signedBy(KeyPair authority) {
    ca = authority;
    signer = authority;
  }

  void token(String compact) {
    extensions =
        options("bastion-token@sallyport", string(string(compact)), "permit-pty", new byte[4]);
  }

  /** An earlier token, shown again in this session because the portal is down. */
  void offlineToken(String compact, String session) {
    extensions =
        options(
            "offline-token@sallyport",
            string(string(compact)),
            "permit-pty",
            new byte[4],
            "session@sallyport",
            string(string(session)));
  }

  /** Options from names and data, the data with its length before it. */
  static byte[] options(Object... namesAndData) {
    ByteArrayOutputStream options = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndData.length; i += 2) {
      options.writeBytes(string((String) namesAndData[i]));
      options.writeBytes((byte[]) namesAndData[i + 1]);
    }
    return options.toByteArray();
  }

  static byte[] concat(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  static byte[] string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] string(byte[] bytes) {
    return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }

  HopCertificate parse() {
    return HopCertificate.parse(HopCertificate.TYPE, base64());
  }

  String base64() {
    return Base64.getEncoder().encodeToString(blob());
  }

  byte[] blob() {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    blob.writeBytes(string(innerType));
    blob.writeBytes(string(new byte[32]));
    blob.writeBytes(string(keyPoint.length > 0 ? keyPoint : pointOf(key)));
    blob.writeBytes(uint64(1));
    blob.writeBytes(ByteBuffer.allocate(4).putInt(certificateType).array());
    blob.writeBytes(string(keyId));
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    principals.forEach(principal -> names.writeBytes(string(principal)));
    blob.writeBytes(string(names.toByteArray()));
    blob.writeBytes(uint64(validAfter));
    blob.writeBytes(uint64(validBefore));
    blob.writeBytes(string(criticalOptions));
    blob.writeBytes(string(extensions));
    blob.writeBytes(string(""));
    blob.writeBytes(string(caBlob.length > 0 ? caBlob : SshEd25519Key.of(ca.getPublic()).blob()));
    ByteArrayOutputStream signature = new ByteArrayOutputStream();
    signature.writeBytes(string(signatureType));
    signature.writeBytes(string(sign(blob.toByteArray())));
    blob.writeBytes(string(signature.toByteArray()));
    blob.writeBytes(after);
    return blob.toByteArray();
  }

  private static byte[] pointOf(KeyPair key) {
    return SshEd25519Key.of(key.getPublic()).key().point();
  }

  private byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(signatureAlgorithm);
      signature.initSign(signer.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] uint64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }
}
