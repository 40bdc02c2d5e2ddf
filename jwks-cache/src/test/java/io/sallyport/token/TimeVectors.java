package io.sallyport.token;

import static io.sallyport.token.TestHop.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.List;
import java.util.Map;

/** N28: times that are missing, of another type, or a second beyond a boundary. */
final class TimeVectors {
  private static final long T = NOW.getEpochSecond();
  private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"ec\"}";

  private final VectorGroups all = new VectorGroups("N28", 28_001);

  private TimeVectors() {}

  static VectorFile file() {
    return new TimeVectors().make();
  }

  private VectorFile make() {
    missing();
    boundaries();
    for (String name : new String[] {"exp", "iat", "nbf"}) {
      types(name);
      spellings(name);
    }
    all.group(all.keys.ec);
    return all.file("bastion token: times");
  }

  private void missing() {
    all.token("missing-claim", "no exp", hop -> hop.claims.remove("exp"));
    all.token("missing-claim", "no iat", hop -> hop.claims.remove("iat"));
    all.token("ok", "no nbf: not before iat", hop -> hop.claims.remove("nbf"));
    all.token(
        "missing-claim",
        "no time at all",
        hop -> List.of("exp", "iat", "nbf").forEach(hop.claims::remove));
    all.token(
        "missing-claim",
        "exp in the header only",
        hop -> hop.header.put("exp", hop.claims.remove("exp")));
    all.token(
        "missing-claim", "EXP for exp", hop -> hop.claims.put("EXP", hop.claims.remove("exp")));
    all.token("missing-claim", "no iss", hop -> hop.claims.remove("iss"));
  }

  /** Skew 30 s, life 300 s. */
  private void boundaries() {
    life("ok", "expired 29 s ago, within the skew", -300, -29);
    life("expired", "expired 30 s ago", -300, -30);
    life("expired", "expired 31 s ago", -300, -31);
    life("ok", "expires now", -300, 0);
    life("ok", "made 29 s ahead", 29, 300);
    life("ok", "made 30 s ahead", 30, 300);
    life("not-yet-valid", "made 31 s ahead", 31, 300);
    nbf("ok", "nbf 29 s ahead", 29);
    nbf("ok", "nbf 30 s ahead", 30);
    nbf("not-yet-valid", "nbf 31 s ahead", 31);
    nbf("ok", "nbf long ago", -86_400);
    life("ok", "a life of 299 s", 0, 299);
    life("ok", "a life of 300 s", 0, 300);
    life("life-too-long", "a life of 301 s", 0, 301);
    life("life-too-long", "a life of an hour", 0, 3600);
    life("life-too-long", "exp in the year 9999", 0, 253_402_300_799L - T);
    life("malformed", "exp in the year 10000", 0, 253_402_300_800L - T);
    life("ok", "a life of 1 s", 0, 1);
    life("malformed", "a life of 0 s", 0, 0);
    life("malformed", "exp before iat", 10, 9);
    life("life-too-long", "iat 0", -T, 10);
    life("expired", "iat and exp at the beginning of time", -T, 300 - T);
  }

  private void life(String reason, String comment, long from, long until) {
    all.token(reason, comment, hop -> hop.life(from, until));
  }

  private void nbf(String reason, String comment, long from) {
    all.token(reason, comment, hop -> hop.claims.put("nbf", T + from));
  }

  private void types(String name) {
    for (Object value :
        new Object[] {
          String.valueOf(T + 60),
          "",
          "tomorrow",
          true,
          List.of(T + 60),
          Map.of("t", T + 60),
          -1L,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          9_007_199_254_740_993L,
          (T + 60) * 1000
        }) {
      String type = value instanceof String text ? "\"" + text + "\"" : value.toString();
      all.token("malformed", name + " " + type, hop -> hop.claims.put(name, value));
    }
    all.token("malformed", name + " null", hop -> hop.claims.put(name, null));
  }

  private void spellings(String name) {
    String time = String.valueOf(T);
    for (String spelling :
        new String[] {
          time + ".0",
          time + ".5",
          time + "e0",
          "1.0e9",
          "9223372036854775808",
          "9".repeat(64),
          "1e400",
          "-0.0"
        }) {
      spelling("malformed", name, spelling);
    }
    for (String spelling : new String[] {"0" + time, "+" + time, "0x10", "1_000", "NaN", ""}) {
      spelling("malformed", name, spelling);
    }
  }

  private void spelling(String reason, String name, String spelling) {
    all.token(
        reason,
        name + " written " + spelling,
        hop -> {
          hop.claims.put(name, "PLACE");
          String claims = JSONObjectUtils.toJSONString(hop.claims).replace("\"PLACE\"", spelling);
          hop.token =
              _ -> FormVectors.signed(all.keys.ec, HEADER.getBytes(UTF_8), claims.getBytes(UTF_8));
        });
  }
}
