package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Base64;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An exchange that a running LemonLDAP::NG 2.23.4 portal had.
 *
 * @param sent the body of the request, as text
 * @param body the body of the answer, as text
 * @param base64 the same, where it is no text
 */
record Recorded(String sent, int status, String type, String location, String body, String base64) {

  private static final JsonMapper JSON = new JsonMapper();

  /** An answer of text. */
  Recorded(String sent, int status, String type, String location, String body) {
    this(sent, status, type, location, body, "");
  }

  /** The exchange of this name. */
  static Recorded named(String name) throws IOException {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    Recorded.class.getResourceAsStream("lemonldap-exchanges.jsonl")),
                UTF_8))) {
      return in.lines()
          .map(JSON::readTree)
          .filter(line -> line.path("name").asString().equals(name))
          .map(Recorded::of)
          .findFirst()
          .orElseThrow();
    }
  }

  private static Recorded of(JsonNode line) {
    return new Recorded(
        line.path("request").path("body").asString(),
        line.path("status").asInt(),
        line.path("headers").path("Content-Type").asString(""),
        line.path("headers").path("Location").asString(""),
        line.path("body").asString(""),
        line.path("body_base64").asString(""));
  }

  /** Has the server answer so. */
  void at(TestPortalServer server) {
    server.answers(this::to);
  }

  /** Answers so. */
  void to(HttpExchange exchange) throws IOException {
    if (!location.isEmpty()) {
      exchange.getResponseHeaders().set("Location", location);
    }
    byte[] bytes = base64.isEmpty() ? body.getBytes(UTF_8) : Base64.getDecoder().decode(base64);
    TestPortalServer.send(exchange, status, type, bytes);
  }
}
