package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.Map;

/** {@code POST /oauth2/revoke}: a client ends one of its tokens (RFC 7009). */
final class RevocationEndpoint implements ClientEndpoint {
  static final String PATH = "/oauth2/revoke";

  private final Revocation revocation;

  RevocationEndpoint(Revocation revocation) {
    this.revocation = revocation;
  }

  @Override
  public Answer answer(Client client, Form form) throws OAuthError, SQLException {
    if (!revocation.revoke(client, form.required("token"))) {
      throw OAuthError.invalidGrant("The token was issued to another client");
    }
    return Answer.ok(Map.of()).noting("revoked a token, if there was one");
  }
}
