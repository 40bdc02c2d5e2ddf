package io.sallyport.embeddedportal;

import java.io.Serial;
import java.util.Map;

/**
 * A request that an OAuth endpoint refuses, by one of the codes of RFC 6749, section 5.2, and RFC
 * 8628, section 3.5.
 */
final class OAuthError extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String code;
  private final String description;
  private final String note;

  private OAuthError(String code, String description, String note) {
    super(code, null, false, false);
    this.code = code;
    this.description = description;
    this.note = note;
  }

  static OAuthError of(String code) {
    return new OAuthError(code, "", code);
  }

  static OAuthError invalidRequest(String description) {
    return new OAuthError("invalid_request", description, description);
  }

  static OAuthError invalidGrant(String description) {
    return new OAuthError("invalid_grant", description, description);
  }

  static OAuthError serverError(String description) {
    return new OAuthError("server_error", description, description);
  }

  /**
   * The client is not who it says.
   *
   * @param note why, for the log only: the client is told the same every time
   */
  static OAuthError invalidClient(String note) {
    return new OAuthError("invalid_client", "Client authentication required", note);
  }

  /** Always 400, as LemonLDAP::NG answers, also where RFC 6749 has 401 for Basic. */
  Answer answer() {
    Map<String, String> body =
        description.isEmpty()
            ? Map.of("error", code)
            : Map.of("error", code, "error_description", description);
    return new Answer(400, Map.of(), body, description.isEmpty() ? code : code + ": " + note);
  }
}
