package io.sallyport.embeddedportal;

import java.util.Map;

/** The discovery document: who the issuer is and where its endpoints and keys are. */
final class Discovery {
  static final String PATH = "/.well-known/openid-configuration";
  static final String KEYS_PATH = "/oauth2/jwks";

  private Discovery() {}

  static Answer document(PortalUrls urls) {
    return Answer.ok(
        Map.of(
            "issuer", urls.issuer(),
            "jwks_uri", urls.of(KEYS_PATH),
            "device_authorization_endpoint", urls.of(DeviceEndpoint.PATH),
            "token_endpoint", urls.of(TokenEndpoint.PATH)));
  }
}
