package io.sallyport.token;

import static io.sallyport.token.TestHop.ISSUER;
import static io.sallyport.token.TestHop.NOW;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.jwks.TestJwk;
import io.sallyport.token.VectorFile.Group;
import io.sallyport.token.VectorFile.Vector;
import java.security.KeyPair;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A group of vectors in the making: hops of alice to deploy@web-01, each changed in one way. */
final class VectorGroups {
  final VectorKeys keys = new VectorKeys();
  private final List<Vector> tests = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final String flag;
  private long nextId;

  VectorGroups(String flag, long firstId) {
    this.flag = flag;
    this.nextId = firstId;
  }

  /** A token. */
  void token(String reason, String comment, Consumer<TestHop> change) {
    TestHop hop = hop();
    change.accept(hop);
    input(reason, comment, Map.of("token", hop.token.apply(hop.signed())));
  }

  /** A certificate around a good token. */
  void certificate(String reason, String comment, Consumer<TestCertificate> change) {
    certificateFor("deploy", reason, comment, change);
  }

  void certificateFor(
      String login, String reason, String comment, Consumer<TestCertificate> change) {
    TestHop hop = hop();
    hop.certificate.valid(NOW.minusSeconds(30), NOW.plusSeconds(330));
    hop.certificate.token(hop.signed());
    change.accept(hop.certificate);
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("login", login);
    input.put("certificate", hop.certificate.base64());
    input(reason, comment, input);
  }

  void input(String reason, String comment, Map<String, Object> input) {
    tests.add(new Vector(nextId++, comment, List.of(flag), reason, input));
  }

  /** Ends a group, whose issuer has these keys. */
  void group(TestJwk... jwks) {
    Map<String, Object> around = new LinkedHashMap<>();
    around.put("issuer", ISSUER);
    around.put("now", NOW.toString());
    around.put("maxLifeSeconds", 300);
    around.put("skewSeconds", 30);
    around.put("targetHost", "web-01");
    around.put("login", "deploy");
    around.put("bastionId", "bastion-01");
    around.put("hopKeyPkcs8", pkcs8(VectorKeys.hop()));
    around.put("authorityPkcs8", pkcs8(VectorKeys.authority()));
    around.put("jwks", Map.of("keys", List.of(jwks).stream().map(VectorGroups::jwk).toList()));
    groups.add(new Group(around, List.copyOf(tests)));
    tests.clear();
  }

  VectorFile file(String about) {
    return new VectorFile(about, groups);
  }

  TestHop hop() {
    TestCertificate certificate = new TestCertificate();
    certificate.key = VectorKeys.hop();
    certificate.signedBy(VectorKeys.authority());
    return new TestHop(certificate, keys.ec, "ec", "ES256");
  }

  static Map<String, Object> jwk(TestJwk jwk) {
    try {
      return JSONObjectUtils.parse(jwk.json());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static String pkcs8(KeyPair pair) {
    return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
  }
}
