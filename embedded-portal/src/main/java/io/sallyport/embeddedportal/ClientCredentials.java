package io.sallyport.embeddedportal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a client of an OAuth endpoint says who it is; nothing of it is checked yet. */
sealed interface ClientCredentials {

  /** By its secret: {@code client_secret_post} or {@code client_secret_basic}. */
  record SharedSecret(String clientId, String secret) implements ClientCredentials {

    /** Without the secret. */
    @Override
    public String toString() {
      return "SharedSecret[clientId=" + clientId + "]";
    }
  }

  /** By {@code client_secret_jwt}; the {@code client_id} beside it is optional. */
  record Assertion(Optional<String> clientId, String jwt) implements ClientCredentials {

    /** Without the assertion. */
    @Override
    public String toString() {
      return "Assertion[clientId=" + clientId + "]";
    }
  }

  /** By its name alone, as public clients do. */
  record NameOnly(String clientId) implements ClientCredentials {}

  /** RFC 7523, section 2.2. */
  String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** RFC 7617; the scheme in any case. */
  Pattern BASIC = Pattern.compile("(?i:Basic) +([A-Za-z0-9+/]+={0,2})");

  /**
   * Finds the credentials of a request.
   *
   * @param authorization the request's Authorization fields
   * @throws OAuthError if there are none, or two kinds of them (RFC 6749, 2.3)
   */
  static ClientCredentials in(List<String> authorization, Form form) throws OAuthError {
    boolean asserted = form.has("client_assertion") || form.has("client_assertion_type");
    int methods = authorization.size() + (form.has("client_secret") ? 1 : 0) + (asserted ? 1 : 0);
    if (methods > 1) {
      throw OAuthError.invalidRequest("More than one client authentication");
    }
    if (!authorization.isEmpty()) {
      return basic(authorization.getFirst(), form);
    }
    return asserted ? assertion(form) : named(form);
  }

  private static ClientCredentials named(Form form) throws OAuthError {
    String id = form.text("client_id").orElseThrow(() -> OAuthError.invalidClient("no client_id"));
    return form.text("client_secret")
        .<ClientCredentials>map(secret -> new SharedSecret(id, secret))
        .orElseGet(() -> new NameOnly(id));
  }

  private static ClientCredentials assertion(Form form) throws OAuthError {
    if (!form.required("client_assertion_type").equals(ASSERTION_TYPE)) {
      throw OAuthError.invalidRequest("Unknown client_assertion_type");
    }
    return new Assertion(form.text("client_id"), form.required("client_assertion"));
  }

  private static ClientCredentials basic(String field, Form form) throws OAuthError {
    Matcher basic = BASIC.matcher(field);
    if (!basic.matches()) {
      throw OAuthError.invalidClient("an Authorization field that is not Basic");
    }
    String[] pair = base64(basic.group(1)).split(":", 2);
    String id = Form.decode(pair[0]);
    if (pair.length != 2 || !form.text("client_id").orElse(id).equals(id)) {
      throw OAuthError.invalidClient("Basic credentials of another client, or of none");
    }
    return new SharedSecret(id, Form.decode(pair[1]));
  }

  private static String base64(String text) throws OAuthError {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw OAuthError.invalidClient("malformed Basic credentials");
    }
  }
}
