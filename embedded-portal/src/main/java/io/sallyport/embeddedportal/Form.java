package io.sallyport.embeddedportal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of an OAuth request: a form (RFC 6749, appendix B) in which each stands once. An
 * empty one counts as absent; those that nobody asks for are ignored.
 */
final class Form {
  static final String CONTENT_TYPE = "application/x-www-form-urlencoded";

  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = fields;
  }

  static Form parse(byte[] body) throws OAuthError {
    Map<String, String> fields = new HashMap<>();
    for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      String[] parts = field.split("=", 2);
      String value = parts.length == 2 ? decode(parts[1]) : "";
      if (fields.put(decode(parts[0]), value) != null) {
        throw OAuthError.invalidRequest("A parameter stands there twice");
      }
    }
    return new Form(fields);
  }

  /** Decodes one name or value; also used for the halves of Basic credentials. */
  static String decode(String text) throws OAuthError {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw OAuthError.invalidRequest("Malformed form");
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
  }

  String required(String name) throws OAuthError {
    return text(name).orElseThrow(() -> OAuthError.invalidRequest(name + " is required"));
  }

  boolean has(String name) {
    return text(name).isPresent();
  }
}
