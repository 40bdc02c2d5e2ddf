package io.sallyport.token;

import static io.sallyport.token.TestCertificate.concat;
import static io.sallyport.token.TestCertificate.string;
import static io.sallyport.token.TestHop.NOW;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** N11: certificates around a good token. */
final class CertificateVectors {
  private static final KeyPair RSA = rsaPair();

  private final VectorGroups all = new VectorGroups("N11", 11_001);

  private CertificateVectors() {}

  static VectorFile file() {
    return new CertificateVectors().make();
  }

  private VectorFile make() {
    principals();
    validity();
    types();
    options();
    signatures();
    points();
    lengths();
    all.group(all.keys.ec);
    return all.file("hop certificate");
  }

  private void principals() {
    all.certificate("ok", "for the login", _ -> {});
    principals("none", List.of());
    principals("another", List.of("root"));
    principals("wildcard *", List.of("*"));
    principals("wildcard deploy*", List.of("deploy*"));
    principals("empty", List.of(""));
    principals("two", List.of("deploy", "root"));
    principals("two, the login last", List.of("root", "deploy"));
    principals("the login twice", List.of("deploy", "deploy"));
    principals("a comma in one", List.of("deploy,root"));
    principals("other letters", List.of("Deploy"));
    principals("a blank after it", List.of("deploy "));
    principals("a look-alike", List.of("d\u0435ploy"));
    all.certificate("malformed", "principals: a NUL", c -> c.principals = List.of("deploy\u0000"));
    all.certificate("malformed", "principals: a newline", c -> c.principals = List.of("deploy\n"));
    all.certificateFor("root", "principals", "login root", _ -> {});
    all.certificateFor("*", "principals", "login *", _ -> {});
    all.certificateFor(
        "*", "wrong-login", "login * and wildcard", c -> c.principals = List.of("*"));
    all.certificateFor(
        "", "principals", "empty login and no principal", c -> c.principals = List.of());
  }

  private void principals(String comment, List<String> names) {
    all.certificate("principals", "principals: " + comment, c -> c.principals = names);
  }

  private void validity() {
    valid("ok", "begins now", NOW, NOW.plusSeconds(1));
    valid("certificate-not-valid", "begins in a second", NOW.plusSeconds(1), NOW.plusSeconds(60));
    valid("ok", "ends in a second", NOW.minusSeconds(60), NOW.plusSeconds(1));
    valid("certificate-not-valid", "ends now", NOW.minusSeconds(60), NOW);
    valid("certificate-not-valid", "ended a second ago", NOW.minusSeconds(60), NOW.minusSeconds(1));
    valid("certificate-not-valid", "ends before it begins", NOW.plusSeconds(60), NOW);
    raw("ok", "always", 0, -1);
    raw("certificate-not-valid", "never", 0, 0);
    raw("certificate-not-valid", "begins at 2^64 - 1", -1, -1);
    raw("certificate-not-valid", "begins at 2^63", Long.MIN_VALUE, -1);
    raw("ok", "ends at 2^63", 0, Long.MIN_VALUE);
  }

  private void valid(String reason, String comment, Instant from, Instant until) {
    all.certificate(reason, "validity " + comment, c -> c.valid(from, until));
  }

  private void raw(String reason, String comment, long from, long until) {
    all.certificate(
        reason,
        "validity: " + comment,
        c -> {
          c.validAfter = from;
          c.validBefore = until;
        });
  }

  private void types() {
    for (int type : new int[] {0, 2, 3, -1, 1 << 24}) {
      all.certificate(
          "malformed",
          (type == 2 ? "host certificate, type " : "type ") + type,
          c -> c.certificateType = type);
    }
    for (String type :
        new String[] {
          "ssh-ed25519", "ssh-ed25519-cert-v00@openssh.com", "ssh-rsa-cert-v01@openssh.com",
          "sk-ssh-ed25519-cert-v01@openssh.com", "ecdsa-sha2-nistp256-cert-v01@openssh.com", ""
        }) {
      all.certificate("malformed", "type \"" + type + "\" inside", c -> c.innerType = type);
    }
  }

  private void options() {
    byte[] empty = new byte[4];
    critical("ok", "force-command", string(string("/bin/false")));
    critical("ok", "source-address", string(string("192.0.2.10/32")));
    critical("malformed", "verify-required", empty);
    critical("malformed", "force-command@example.com", empty);
    critical("malformed", "bastion-token@sallyport", empty);
    critical("malformed", "", empty);
    all.certificate(
        "malformed",
        "critical option twice",
        c ->
            c.criticalOptions =
                TestCertificate.options("force-command", empty, "force-command", empty));
    all.certificate(
        "malformed",
        "critical options out of order",
        c ->
            c.criticalOptions =
                TestCertificate.options("source-address", empty, "force-command", empty));
    all.certificate(
        "ok",
        "an unknown extension",
        c -> c.extensions = concat(c.extensions, TestCertificate.options("x@example.com", empty)));
    all.certificate(
        "malformed",
        "the token's extension twice",
        c -> c.extensions = concat(c.extensions, c.extensions));
    all.certificate("no-token", "no extension", c -> c.extensions = new byte[0]);
    all.certificate(
        "malformed",
        "a byte after the extensions",
        c -> c.extensions = concat(c.extensions, new byte[1]));
    all.certificate(
        "malformed",
        "the token's extension empty",
        c -> c.extensions = TestCertificate.options("bastion-token@sallyport", empty));
    all.certificate(
        "malformed",
        "an earlier token without a session",
        c ->
            c.extensions =
                TestCertificate.options("offline-token@sallyport", string(string("a.b.c"))));
  }

  private void critical(String reason, String name, byte[] data) {
    all.certificate(
        reason,
        "critical option " + name,
        c -> c.criticalOptions = TestCertificate.options(name, data));
  }

  private void signatures() {
    all.certificate("malformed", "another key's signature", c -> c.signer = VectorKeys.stranger());
    all.certificate("ok", "signed by its own key, as cnf binds it", c -> c.signedBy(c.key));
    for (String type :
        new String[] {
          "ssh-rsa",
          "rsa-sha2-256",
          "rsa-sha2-512",
          "ssh-dss",
          "ecdsa-sha2-nistp256",
          "ssh-ed448",
          "sk-ssh-ed25519@openssh.com",
          "SSH-ED25519",
          ""
        }) {
      all.certificate(
          "malformed", "signature of type \"" + type + "\"", c -> c.signatureType = type);
    }
    all.certificate("malformed", "the authority's key is a certificate", c -> c.caBlob = c.blob());
    rsa("ssh-rsa", "SHA1withRSA");
    rsa("rsa-sha2-256", "SHA256withRSA");
    rsa("rsa-sha2-512", "SHA512withRSA");
    all.certificate("malformed", "an authority of another curve", c -> c.caBlob = ecdsa());
    all.certificate(
        "malformed",
        "a byte after the authority's key",
        c -> c.caBlob = concat(SshEd25519Key.of(c.ca.getPublic()).blob(), new byte[1]));
  }

  /** A certificate of an RSA authority, as right as it can be. */
  private void rsa(String type, String algorithm) {
    all.certificate(
        "malformed",
        "an RSA authority, " + type,
        c -> {
          RSAPublicKey key = (RSAPublicKey) RSA.getPublic();
          c.caBlob =
              concat(
                  string("ssh-rsa"),
                  concat(mpint(key.getPublicExponent()), mpint(key.getModulus())));
          c.signer = RSA;
          c.signatureType = type;
          c.signatureAlgorithm = algorithm;
        });
  }

  private static byte[] mpint(BigInteger number) {
    return string(number.toByteArray());
  }

  private static KeyPair rsaPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048, new FixedRandom("rsa authority"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ecdsa() {
    byte[] point = new byte[65];
    point[0] = 4;
    return concat(string("ecdsa-sha2-nistp256"), concat(string("nistp256"), string(point)));
  }

  private void points() {
    Map<String, String> points = new LinkedHashMap<>();
    points.put("zero, of order 4", "00".repeat(32));
    points.put("the identity", "01" + "00".repeat(31));
    points.put("the identity with a sign", "01" + "00".repeat(30) + "80");
    points.put("of order 8", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    points.put("of order 2", "ec" + "ff".repeat(30) + "7f");
    points.put("y = p", "ed" + "ff".repeat(30) + "7f");
    points.put("y = p + 1", "ee" + "ff".repeat(30) + "7f");
    points.put("all bits", "ff".repeat(32));
    points.put("not on the curve", "02" + "00".repeat(31));
    points.put("31 bytes", "03" + "00".repeat(30));
    points.put("33 bytes", "03" + "00".repeat(32));
    points.forEach((comment, hex) -> {
      byte[] point = HexFormat.of().parseHex(hex);
      all.certificate("malformed", "a key that is " + comment, c -> c.keyPoint = point);
      all.certificate(
          "malformed",
          "an authority that is " + comment,
          c -> c.caBlob = concat(string("ssh-ed25519"), string(point)));
    });
  }

  private void lengths() {
    all.certificate("malformed", "a byte after the end", c -> c.after = new byte[1]);
    all.certificate("malformed", "a certificate after the end", c -> c.after = c.blob());
    all.certificate("malformed", "key id with a newline", c -> c.keyId = "a\nb");
    all.certificate("ok", "key id of 1024", c -> c.keyId = "k".repeat(1024));
    all.certificate("malformed", "key id of 1025", c -> c.keyId = "k".repeat(1025));
    byte[] blob = good();
    int[] places = {0, 4 + HopCertificate.TYPE.length(), blob.length - 87, blob.length - 68};
    for (int place : places) {
      for (int length : new int[] {0, Integer.MAX_VALUE, -1, blob.length}) {
        bytes("a length of " + length + " at byte " + place, withLength(blob, place, length));
      }
    }
    bytes("nothing", new byte[0]);
    for (int length : new int[] {1, 3, 4, 100, blob.length - 64, blob.length - 1}) {
      bytes("cut to " + length + " bytes", Arrays.copyOf(blob, length));
    }
  }

  private byte[] good() {
    TestHop hop = all.hop();
    hop.certificate.token(hop.signed());
    return hop.certificate.blob();
  }

  private static byte[] withLength(byte[] blob, int place, int length) {
    byte[] changed = blob.clone();
    ByteBuffer.wrap(changed).putInt(place, length);
    return changed;
  }

  private void bytes(String comment, byte[] blob) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("login", "deploy");
    input.put("certificate", Base64.getEncoder().encodeToString(blob));
    all.input("malformed", comment, input);
  }
}
