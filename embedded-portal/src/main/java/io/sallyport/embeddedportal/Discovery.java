package io.sallyport.embeddedportal;

import java.net.URI;
import java.util.Map;

/** The discovery document: who the issuer is and where its keys are. */
final class Discovery {
  static final String PATH = "/.well-known/openid-configuration";
  static final String KEYS_PATH = "/oauth2/jwks";

  private Discovery() {}

  static Answer document(URI issuer) {
    String base = issuer.toString().replaceFirst("/+$", "");
    return Answer.ok(Map.of("issuer", issuer.toString(), "jwks_uri", base + KEYS_PATH));
  }
}
