package io.sallyport.embeddedportal;

import java.util.List;
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
            "token_endpoint", urls.of(TokenEndpoint.PATH),
            "revocation_endpoint", urls.of(RevocationEndpoint.PATH),
            "introspection_endpoint", urls.of(IntrospectionEndpoint.PATH),
            "grant_types_supported", List.of(TokenEndpoint.DEVICE_CODE),
            "scopes_supported", List.of("pam", "pam:server", "offline_access"),
            "token_endpoint_auth_methods_supported",
                List.of("client_secret_post", "client_secret_basic", "client_secret_jwt", "none"),
            "code_challenge_methods_supported", List.of("S256")));
  }
}
