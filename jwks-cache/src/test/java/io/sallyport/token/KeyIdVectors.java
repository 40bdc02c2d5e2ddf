package io.sallyport.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.jwks.TestJwk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** N27: key ids that are no name of a key, keys that the token brings along, critical headers. */
final class KeyIdVectors {
  private static final int MIB = 1024 * 1024;

  private final VectorGroups all = new VectorGroups("N27", 27_001);

  private KeyIdVectors() {}

  static VectorFile file() {
    return new KeyIdVectors().make();
  }

  private VectorFile make() {
    ids();
    offers();
    critical();
    huge();
    all.group(all.keys.ec, all.keys.rsa);
    repeated();
    return all.file("bastion token: key id and header");
  }

  private void ids() {
    all.token("ok", "the key's id", _ -> {});
    all.token("unknown-key", "missing", hop -> hop.header.remove("kid"));
    for (Object id :
        new Object[] {
          "",
          "EC",
          "ec ",
          " ec",
          "e",
          "ecc",
          "other",
          "../../dev/null",
          "/etc/passwd",
          "file:///dev/null",
          "https://evil.example.com/jwks.json#ec",
          "ec' OR '1'='1",
          "ec\"; DROP TABLE keys; --",
          "${jndi:ldap://evil/}",
          "ec\u0000",
          "ec\nec",
          "*",
          "%00",
          "\u0435c",
          "k".repeat(256),
          "k".repeat(257),
          "k".repeat(8192)
        }) {
      String text = id.toString();
      all.token(
          "unknown-key",
          text.length() > 40 ? text.length() + " letters" : "\"" + text + "\"",
          hop -> hop.header.put("kid", id));
    }
    all.token("unknown-key", "a number", hop -> hop.header.put("kid", 0));
    all.token("unknown-key", "null", hop -> hop.header.put("kid", null));
    all.token("unknown-key", "true", hop -> hop.header.put("kid", true));
    all.token("unknown-key", "a list", hop -> hop.header.put("kid", List.of("ec")));
    all.token("unknown-key", "an object", hop -> hop.header.put("kid", Map.of("kid", "ec")));
    all.token("bad-algorithm", "another key's id", hop -> hop.header.put("kid", "rsa"));
  }

  private void offers() {
    Map<String, Object> own = VectorGroups.jwk(all.keys.rogue);
    Map<String, Object> offers = new LinkedHashMap<>();
    offers.put("jwk", own);
    offers.put("jku", "https://evil.example.com/jwks.json");
    offers.put("x5u", "https://evil.example.com/cert.pem");
    offers.put("x5c", List.of("MIIBszCCAVmgAwIBAgIUAAAA"));
    offers.put("x5t", "AAAA");
    offers.forEach((name, offer) -> {
      all.token("ok", name + " is ignored", hop -> hop.header.put(name, offer));
      all.token(
          "bad-signature",
          name + " does not help another key's signature",
          hop -> {
            hop.header.put(name, offer);
            hop.signature = all.keys.rogue::sign;
          });
      all.token(
          "unknown-key",
          name + " does not stand in for kid",
          hop -> {
            hop.header.remove("kid");
            hop.header.put(name, offer);
            hop.signature = all.keys.rogue::sign;
          });
    });
    all.token("ok", "a jwk that is no key is ignored", hop -> hop.header.put("jwk", "no key"));
    all.token(
        "ok",
        "a jku within this machine is ignored",
        hop -> hop.header.put("jku", "file:///etc/passwd"));
  }

  private void critical() {
    for (Object names :
        new Object[] {List.of("b64"), List.of("exp"), List.of(), "b64", Map.of(), 1}) {
      all.token(
          "critical-header",
          "crit " + names,
          hop -> {
            hop.header.put("crit", names);
            hop.header.put("b64", true);
          });
    }
    all.token("critical-header", "crit null", hop -> hop.header.put("crit", null));
    all.token("ok", "b64 without crit means nothing", hop -> hop.header.put("b64", false));
  }

  /** In base64url "a2tr" is "kkk"; so the id need not be written out here. */
  private void huge() {
    String header =
        "{\"alg\":\"ES256\",\"typ\":\"JWT\",  \"kid\":\"" + "k".repeat(MIB / 3 * 3) + "\"}";
    byte[] claims = JSONObjectUtils.toJSONString(all.hop().claims).getBytes(UTF_8);
    String token = FormVectors.signed(all.keys.ec, header.getBytes(UTF_8), claims);
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("token", token.replace("a2tr".repeat(MIB / 3), "~"));
    input.put("repeat", "a2tr");
    input.put("times", MIB / 3);
    all.input("malformed", "1 MiB", input);
  }

  private void repeated() {
    TestJwk ec = all.keys.ec;
    TestJwk rogue = all.keys.rogue;
    all.token("unknown-key", "an id that two keys of the set have", _ -> {});
    all.token("unknown-key", "the same, signed by the second", hop -> hop.signature = rogue::sign);
    all.token(
        "ok",
        "another id of that set",
        hop -> SignatureVectors.by(hop, all.keys.ed, "ed", "EdDSA"));
    all.group(ec, rogue, all.keys.ed);
    all.token("unknown-key", "an id that one key twice has", _ -> {});
    all.group(ec, ec, all.keys.ed);
    all.token("unknown-key", "a key for encryption only", _ -> {});
    all.group(ec.with("use", "enc"), all.keys.ed);
    all.token("unknown-key", "a key that is not for checking", _ -> {});
    all.group(ec.withJson("key_ops", "[\"sign\"]"), all.keys.ed);
    all.token("unknown-key", "a key for another algorithm", _ -> {});
    all.group(ec.with("alg", "ES384"), all.keys.ed);
    all.token("ok", "a key for this algorithm", _ -> {});
    all.group(ec.with("alg", "ES256").withJson("key_ops", "[\"verify\"]"), all.keys.ed);
  }
}
