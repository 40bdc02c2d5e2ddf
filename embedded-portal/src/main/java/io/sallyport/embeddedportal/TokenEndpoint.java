package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** {@code POST /oauth2/token}: gives an approved bastion its tokens (RFC 8628, section 3.4). */
final class TokenEndpoint implements ClientEndpoint {
  static final String PATH = "/oauth2/token";

  /** RFC 8628, section 3.4. */
  static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

  private final DeviceRequests requests;
  private final Enrolment enrolment;

  TokenEndpoint(DeviceRequests requests, Enrolment enrolment) {
    this.requests = requests;
    this.enrolment = enrolment;
  }

  @Override
  public Answer answer(Client client, Form form) throws OAuthError, SQLException {
    return switch (form.required("grant_type")) {
      case DEVICE_CODE -> redeem(client, form);
      // Bastions refresh by their heartbeat.
      case "refresh_token" -> throw OAuthError.of("invalid_grant");
      default -> throw OAuthError.of("unsupported_grant_type");
    };
  }

  private Answer redeem(Client client, Form form) throws OAuthError, SQLException {
    String deviceCode = form.required("device_code");
    return switch (requests.poll(client, deviceCode)) {
      case Poll.Pending _ -> throw OAuthError.of("authorization_pending");
      case Poll.TooSoon _ -> throw OAuthError.of("slow_down");
      case Poll.Denied _ -> throw OAuthError.of("access_denied");
      case Poll.Unknown _ -> throw OAuthError.of("expired_token");
      case Poll.Approved approved -> {
        CodeChallenge.check(approved.challenge(), form.text("code_verifier"));
        yield enrol(client, deviceCode, approved.scope());
      }
    };
  }

  private Answer enrol(Client client, String deviceCode, Scope asked)
      throws OAuthError, SQLException {
    Enrolment.Tokens tokens =
        enrolment
            .enrol(client, deviceCode, asked)
            .orElseThrow(() -> OAuthError.of("expired_token"));
    Map<String, Object> body = new HashMap<>();
    body.put("access_token", tokens.accessToken());
    body.put("token_type", "Bearer");
    body.put("expires_in", AccessTokens.LIFE.toSeconds());
    body.put("scope", asked.granted().toString());
    tokens.refreshToken().ifPresent(token -> body.put("refresh_token", token));
    return Answer.ok(body).noting("enrolled bastion " + tokens.device());
  }
}
