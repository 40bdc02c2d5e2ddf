package io.sallyport.lab.checks;

import io.sallyport.lab.Lab;
import io.sallyport.lab.SeenCertificate;
import io.sallyport.lab.SshKeys;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The bastion token and the hop certificate around it, as the backend sees them. */
final class TokenChecks {
  private static final List<String> CLAIMS =
      List.of(
          "iss",
          "sub",
          "aud",
          "iat",
          "nbf",
          "exp",
          "jti",
          "bastion_id",
          "bastion_group",
          "target_host",
          "target_group",
          "target_login",
          "user_groups",
          "cnf",
          "key_fp",
          "sid");
  private static final long LONGEST_LIFE_SECONDS = 300;

  private final Lab lab;

  TokenChecks(Lab lab) {
    this.lab = lab;
  }

  List<Check> all() {
    return List.of(
        new Check("the hop's bastion token carries every claim", this::claims),
        new Check("the token is bound to the hop's key (cnf.jkt)", this::bound),
        new Check(
            "the hop certificate names one login, and the hop, never the token", this::carrier),
        new Check("every hop has a token, a key and a certificate of its own", this::everyHop));
  }

  private void claims() {
    JsonNode claims = hop().claims();
    List<String> missing = CLAIMS.stream().filter(name -> !claims.has(name)).toList();
    Broken.unlessEqual(List.of(), missing, "missing claims");
    Broken.unlessEqual(lab.portalUrl(), text(claims, "iss"), "iss");
    Broken.unlessEqual("ansible", text(claims, "sub"), "sub");
    Broken.unlessEqual("pam:bastion-backend", text(claims, "aud"), "aud");
    Broken.unlessEqual("web-01", text(claims, "target_host"), "target_host");
    Broken.unlessEqual("deploy", text(claims, "target_login"), "target_login");
    Broken.unlessEqual("bastion-01", text(claims, "bastion_id"), "bastion_id");
    String fingerprint = SshKeys.fingerprint(lab.folder().serviceAccountKey());
    Broken.unlessEqual(fingerprint, text(claims, "key_fp"), "key_fp");
    long life = claims.get("exp").asLong() - claims.get("iat").asLong();
    Broken.unless(life > 0 && life <= LONGEST_LIFE_SECONDS, "the token lives " + life + " s");
  }

  private void bound() {
    SeenCertificate hop = hop();
    Broken.unlessEqual(hop.keyThumbprint(), text(hop.claims().get("cnf"), "jkt"), "cnf.jkt");
  }

  private void carrier() {
    SeenCertificate hop = hop();
    Broken.unlessEqual("ssh-ed25519-cert-v01@openssh.com", hop.type(), "type");
    Broken.unlessEqual(List.of("deploy"), hop.principals(), "principals");
    String expected =
        "bastion=bastion-01;user=ansible;target=web-01;jti=" + text(hop.claims(), "jti");
    Broken.unlessEqual(expected, hop.keyId(), "key id");
  }

  private void everyHop() {
    SeenCertificate first = hop();
    SeenCertificate second = hop();
    Broken.unless(!first.token().equals(second.token()), "two hops had the same token");
    Broken.unless(!first.keyThumbprint().equals(second.keyThumbprint()), "… the same key");
    Broken.unless(
        !text(first.claims(), "jti").equals(text(second.claims(), "jti")), "… the same jti");
    Broken.unlessEqual(first.signingCa(), second.signingCa(), "the bastion's hop CA");
  }

  private SeenCertificate hop() {
    String command = "cat \"$SSH_USER_AUTH\"";
    return SeenCertificate.fromUserAuth(
        Broken.unlessOk(lab.client().automation("web-01", command).finish()).output());
  }

  private static String text(JsonNode claims, String name) {
    return claims.path(name).asString("");
  }
}
