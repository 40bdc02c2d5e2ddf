package io.sallyport.token;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** N29: each claim that says for whom, from whom and where, wrong in turn. */
final class ClaimVectors {
  private final VectorGroups all = new VectorGroups("N29", 29_001);

  private ClaimVectors() {}

  static VectorFile file() {
    return new ClaimVectors().make();
  }

  private VectorFile make() {
    audience();
    issuer();
    target();
    login();
    bastion();
    binding();
    types();
    all.group(all.keys.ec);
    return all.file("bastion token: claims");
  }

  private void audience() {
    claim("wrong-audience", "aud", "pam-access");
    claim("wrong-audience", "aud", "PAM:bastion-backend");
    claim("wrong-audience", "aud", "pam:bastion-backend ");
    claim("wrong-audience", "aud", "pam:bastion");
    claim("malformed", "aud", List.of("pam:bastion-backend"));
    claim("malformed", "aud", List.of("pam:bastion-backend", "pam-access"));
    claim("malformed", "aud", List.of());
  }

  private void issuer() {
    claim("wrong-issuer", "iss", "https://evil.example.com/");
    claim("wrong-issuer", "iss", "https://portal.example.com");
    claim("wrong-issuer", "iss", "https://PORTAL.example.com/");
    claim("wrong-issuer", "iss", "https://portal.example.com/ ");
    claim("wrong-issuer", "iss", "https://portal.example.com//");
    claim("wrong-issuer", "iss", "http://portal.example.com/");
    claim("malformed", "iss", List.of("https://portal.example.com/"));
  }

  private void target() {
    claim("wrong-target", "target_host", "web-02");
    claim("wrong-target", "target_host", "web-0");
    claim("wrong-target", "target_host", "web-01.evil.example.com");
    claim("wrong-target", "target_host", "*");
    claim("wrong-target", "target_host", "web-01,web-02");
    claim("wrong-target", "target_host", "web-01 ");
    claim("wrong-target", "target_host", "web-01..");
    claim("wrong-target", "target_host", "127.0.0.1");
    claim("wrong-target", "target_host", "\uff57eb-01");
    claim("ok", "target_host", "WEB-01");
    claim("ok", "target_host", "web-01.");
    claim("malformed", "target_host", List.of("web-01"));
  }

  private void login() {
    claim("wrong-login", "target_login", "root");
    claim("wrong-login", "target_login", "Deploy");
    claim("wrong-login", "target_login", "deploy ");
    claim("wrong-login", "target_login", "*");
    claim("wrong-login", "target_login", "deploy,root");
    all.token(
        "wrong-login", "no target_login, sub another", hop -> hop.claims.remove("target_login"));
    all.token(
        "ok",
        "no target_login, sub the login",
        hop -> {
          hop.claims.remove("target_login");
          hop.claims.put("sub", "deploy");
        });
    claim("malformed", "target_login", null);
    claim("malformed", "target_login", List.of("deploy"));
  }

  private void bastion() {
    claim("bastion-not-allowed", "bastion_id", "bastion-02");
    claim("bastion-not-allowed", "bastion_id", "Bastion-01");
    claim("bastion-not-allowed", "bastion_id", "bastion-0");
    claim("malformed", "bastion_id", 1);
  }

  private void binding() {
    claim("unbound", "cnf", Map.of("jkt", KeyThumbprint.of(VectorKeys.stranger().getPublic())));
    claim("unbound", "cnf", Map.of("jkt", "x"));
    claim("malformed", "cnf", Map.of());
    claim("malformed", "cnf", Map.of("jkt", ""));
    claim("malformed", "cnf", Map.of("jwk", Map.of("kty", "OKP")));
    claim("malformed", "cnf", "x");
    claim("malformed", "cnf", null);
    all.token("unbound", "no cnf, and no authority is registered", hop -> hop.claims.remove("cnf"));
  }

  private void types() {
    for (String name :
        new String[] {
          "iss", "sub", "aud", "jti", "bastion_id", "bastion_group", "target_host", "target_group"
        }) {
      all.token("missing-claim", "no " + name, hop -> hop.claims.remove(name));
      claim("malformed", name, "");
      claim("malformed", name, 1);
      claim("malformed", name, null);
      claim("malformed", name, "x".repeat(513));
      claim("malformed", name, "a\u0000b");
      claim("malformed", name, "a\nb");
    }
    claim("malformed", "user_groups", "ops");
    claim("malformed", "user_groups", List.of(1));
    claim("malformed", "user_groups", List.of("a\nb"));
    claim("malformed", "user_groups", List.of(List.of("ops")));
    claim("malformed", "sid", "");
    claim("malformed", "key_fp", 1);
  }

  private void claim(String reason, String name, @Nullable Object value) {
    String text = String.valueOf(value);
    all.token(
        reason,
        name + " " + (text.length() > 80 ? text.length() + " letters" : text),
        hop -> hop.claims.put(name, value));
  }
}
