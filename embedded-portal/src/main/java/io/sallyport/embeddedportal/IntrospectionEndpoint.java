package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** {@code POST /oauth2/introspect}: tells a client about its access tokens (RFC 7662). */
final class IntrospectionEndpoint implements ClientEndpoint {
  static final String PATH = "/oauth2/introspect";

  private final AccessTokens tokens;
  private final PortalUrls urls;

  IntrospectionEndpoint(AccessTokens tokens, PortalUrls urls) {
    this.tokens = tokens;
    this.urls = urls;
  }

  /** A public client proves nothing, so whoever names it would learn who has which token. */
  @Override
  public Answer answer(Client client, Form form) throws OAuthError, SQLException {
    if (client.secret().isEmpty()) {
      throw OAuthError.invalidClient("introspection by a public client");
    }
    return tokens
        .find(form.required("token"))
        .filter(token -> token.client().equals(client.id()))
        .map(this::active)
        .orElseGet(() -> Answer.ok(Map.of("active", false)));
  }

  private Answer active(AccessToken token) {
    long issuedAt = token.issuedAt().getEpochSecond();
    return Answer.ok(
            Map.of(
                "active", true,
                "sub", token.client(),
                "scope", token.scope().toString(),
                "client_id", token.client(),
                "aud", List.of(token.client()),
                "iss", urls.issuer(),
                "iat", issuedAt,
                "nbf", issuedAt,
                "exp", token.expiresAt().getEpochSecond(),
                "token_type", "bearer"))
        .noting("about a token of " + token.device());
  }
}
