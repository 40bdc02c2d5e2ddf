package io.sallyport.embeddedportal.faults;

import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer on its way through. */
record HttpAnswer(int status, Map<String, String> headers, String body) {
  static final JsonMapper JSON = new JsonMapper();

  private static final String PAGE =
      "<!DOCTYPE html>\n<html lang=\"en\"><title>Authentication portal</title></html>\n";

  static HttpAnswer page(int status) {
    return new HttpAnswer(status, Map.of("Content-Type", "text/html"), PAGE);
  }

  static HttpAnswer unauthorized() {
    return new HttpAnswer(
        401,
        Map.of(
            "Content-Type", "application/json; charset=utf-8",
            "WWW-Authenticate", "Bearer realm=\"pam\""),
        "{\"error\":\"Invalid or expired server token\"}");
  }

  HttpAnswer with(UnaryOperator<JsonNode> change) {
    JsonNode changed = change.apply(JSON.readTree(body));
    return new HttpAnswer(status, headers, JSON.writeValueAsString(changed));
  }
}
