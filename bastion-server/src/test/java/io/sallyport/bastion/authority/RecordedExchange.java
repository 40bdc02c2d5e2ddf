package io.sallyport.bastion.authority;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The answers of a running LemonLDAP::NG 2.23.4 portal. */
final class RecordedExchange {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "/io/sallyport/bastion/portal/lemonldap-exchanges.jsonl";

  private RecordedExchange() {}

  /** The body of an answer, of JSON. */
  static JsonNode named(String name) throws IOException {
    return JSON.readTree(line(name).path("body").asString());
  }

  /** The body of an answer, of bytes. */
  static byte[] bytes(String name) throws IOException {
    return line(name).path("body_base64").binaryValue();
  }

  private static JsonNode line(String name) throws IOException {
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RecordedExchange.class.getResourceAsStream(FILE)), UTF_8))) {
      return in.lines()
          .map(JSON::readTree)
          .filter(line -> line.path("name").asString("").equals(name))
          .findFirst()
          .orElseThrow();
    }
  }
}
