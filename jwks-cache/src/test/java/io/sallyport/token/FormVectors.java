package io.sallyport.token;

import static io.sallyport.token.TestHop.base64Url;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.jwks.TestJwk;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** N26: what is not three parts of base64url with two unambiguous JSON objects. */
final class FormVectors {
  private final VectorGroups all = new VectorGroups("N26", 26_501);

  private FormVectors() {}

  static VectorFile file() {
    return new FormVectors().make();
  }

  private VectorFile make() {
    parts();
    base64();
    json();
    types();
    all.group(all.keys.ec);
    return all.file("bastion token: form");
  }

  private void parts() {
    text("no part", _ -> "");
    text("one part", text -> text.split("\\.", -1)[0]);
    text("2 parts", text -> text.substring(0, text.lastIndexOf('.')));
    text("4 parts, the last empty", text -> text + ".");
    text("4 parts", text -> text + ".AAAA");
    text("5 parts, as JWE", text -> text + ".AAAA.AAAA");
    text("only dots", _ -> "..");
    text("no header", text -> text.substring(text.indexOf('.')));
    text("no claims", text -> text.replaceFirst("\\.[^.]*\\.", ".."));
    text("a token after a token", text -> text + "." + text);
    text("flattened JSON form", FormVectors::flattened);
    text("general JSON form", FormVectors::general);
    text("a quoted token", text -> "\"" + text + "\"");
    text("a scheme before it", text -> "Bearer " + text);
  }

  private static String flattened(String text) {
    String[] parts = text.split("\\.", -1);
    return "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
        .formatted((Object[]) parts);
  }

  private static String general(String text) {
    String[] parts = text.split("\\.", -1);
    return "{\"payload\":\"%s\",\"signatures\":[{\"protected\":\"%s\",\"signature\":\"%s\"}]}"
        .formatted(parts[1], parts[0], parts[2]);
  }

  private void base64() {
    text("padding after the signature", text -> text + "==");
    text("padding after the header", text -> text.replaceFirst("\\.", "=."));
    text("a blank before it", text -> " " + text);
    text("a blank after it", text -> text + " ");
    text("a line feed after it", text -> text + "\n");
    text("a line feed in it", text -> text.replaceFirst("\\.", ".\n"));
    text("a blank in the claims", text -> text.replaceFirst("\\.", ". "));
    text("a NUL after it", text -> text + "\0");
    text("bytes after it", text -> text + "AA AA");
    text("a letter of plain Base64", text -> text.replaceFirst("\\.", "\\.+"));
    text("a letter of no Base64", text -> text.replaceFirst("\\.", ".\u00e4"));
    text("stray bits at the end of the signature", FormVectors::strayBits);
    text("a lone letter at the end", text -> text + "AAA");
    text(
        "a line feed in the signature",
        text -> text.substring(0, text.length() - 4) + "\n" + text.substring(text.length() - 4));
  }

  /** 64 bytes are 85 letters and one that has four bits to spare. */
  private static String strayBits(String text) {
    char last = text.charAt(text.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return text.substring(0, text.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
  }

  private void json() {
    String header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"ec\"}";
    String claims = JSONObjectUtils.toJSONString(all.hop().claims);
    raw(
        "ok",
        "blanks within the objects",
        " { \"alg\" : \"ES256\", \"kid\":\"ec\" } ",
        claims + "\n");
    raw("ok", "escaped letters", header.replace("alg", "\\u0061lg"), claims);
    raw("ok", "an unknown claim", header, claims.replaceFirst("\\{", "{\"x\":[1,{\"y\":null}],"));
    raw("malformed", "alg twice", header.replaceFirst("\\{", "{\"alg\":\"none\","), claims);
    raw(
        "malformed",
        "alg twice, once escaped",
        header.replaceFirst("\\{", "{\"\\\\u0061lg\":\"none\","),
        claims);
    raw("malformed", "kid twice, alike", header.replaceFirst("\\{", "{\"kid\":\"ec\","), claims);
    raw("malformed", "sub twice", header, claims.replaceFirst("\\{", "{\"sub\":\"root\","));
    raw("malformed", "exp twice", header, claims.replaceFirst("\\{", "{\"exp\":253402300799,"));
    raw(
        "malformed",
        "a name twice in cnf",
        header,
        claims.replace("{\"jkt\"", "{\"jkt\":\"x\",\"jkt\""));
    raw(
        "malformed",
        "a name twice within a list",
        header,
        claims.replaceFirst("\\{", "{\"x\":[{\"a\":1,\"a\":1}],"));
    raw("malformed", "a byte order mark before the header", "\ufeff" + header, claims);
    raw("malformed", "a byte order mark before the claims", header, "\ufeff" + claims);
    raw("malformed", "an object after the claims", header, claims + "{}");
    raw("malformed", "text after the header", header + "x", claims);
    raw("malformed", "a NUL after the claims", header, claims + "\0");
    raw("malformed", "claims a list", header, "[" + claims + "]");
    raw("malformed", "claims a text", header, "\"alice\"");
    raw("malformed", "claims null", header, "null");
    raw("malformed", "claims empty", header, "");
    raw("malformed", "header null", "null", claims);
    raw("malformed", "a comment", "/**/" + header, claims);
    raw("malformed", "single quotes", header.replace('"', '\''), claims);
    raw("malformed", "a comma too many", header.replace("}", ",}"), claims);
    raw("malformed", "a control character in a text", header, claims.replace("alice", "al\nice"));
    raw(
        "malformed",
        "nesting of 17",
        header,
        claims.replaceFirst("\\{", "{\"x\":" + "[".repeat(16) + "]".repeat(16) + ","));
    raw(
        "malformed",
        "nesting of 3000",
        header,
        claims.replaceFirst("\\{", "{\"x\":" + "[".repeat(2999) + "]".repeat(2999) + ","));
    raw(
        "malformed",
        "a number of 65 digits",
        header,
        claims.replaceFirst("\\{", "{\"x\":" + "9".repeat(65) + ","));
    raw("missing-claim", "claims {}", header, "{}");
    raw("bad-algorithm", "header {}", "{}", claims);
    latin1(header, claims);
  }

  private void latin1(String header, String claims) {
    all.token(
        "malformed",
        "claims in Latin-1",
        hop ->
            hop.token =
                _ ->
                    signed(
                        header.getBytes(UTF_8),
                        claims.replace("alice", "al\u00efce").getBytes(ISO_8859_1)));
    all.token(
        "malformed",
        "a surrogate in UTF-8",
        hop ->
            hop.token =
                _ ->
                    signed(
                        header.getBytes(UTF_8),
                        claims.replace("alice", "al\u00ed\u00a0\u0080ce").getBytes(ISO_8859_1)));
  }

  private void types() {
    all.token("ok", "typ jwt", hop -> hop.header.put("typ", "jwt"));
    all.token("ok", "no typ", hop -> hop.header.remove("typ"));
    all.token("wrong-type", "typ of an access token", hop -> hop.header.put("typ", "at+jwt"));
    all.token(
        "wrong-type", "typ with a media type", hop -> hop.header.put("typ", "application/jwt"));
    all.token("wrong-type", "typ empty", hop -> hop.header.put("typ", ""));
    all.token("wrong-type", "typ a number", hop -> hop.header.put("typ", 1));
    all.token("wrong-type", "typ null", hop -> hop.header.put("typ", null));
  }

  private void text(String comment, UnaryOperator<String> change) {
    all.token("malformed", comment, hop -> hop.token = change);
  }

  private void raw(String reason, String comment, String header, String claims) {
    all.token(
        reason,
        comment,
        hop -> hop.token = _ -> signed(header.getBytes(UTF_8), claims.getBytes(UTF_8)));
  }

  private String signed(byte[] header, byte[] claims) {
    return signed(all.keys.ec, header, claims);
  }

  static String signed(TestJwk key, byte[] header, byte[] claims) {
    String signingInput = base64Url(header) + "." + base64Url(claims);
    return signingInput
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(key.sign(signingInput.getBytes(UTF_8)));
  }
}
