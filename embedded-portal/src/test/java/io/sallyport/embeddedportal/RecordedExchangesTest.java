package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a LemonLDAP::NG 2.23.4 portal answered, asked again: status, headers, fields and their types
 * agree, and so do booleans and the words of errors.
 */
final class RecordedExchangesTest {
  private static final String EXCHANGES = "lemonldap-exchanges.jsonl";

  /** Answers of the web pages behind the real portal, which we do not have: 404 and 405 instead. */
  private static final Map<String, Integer> CLEANER_STATUS =
      Map.of("verify: by GET", 405, "unknown pam endpoint", 404);

  /** Fields that we leave out. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          // For /pam/bastion-cert, which this portal does not serve.
          "bastion_voucher",
          "bastion_voucher_expires_in",
          // A form token of the web pages that slips into answers about unknown users.
          "token");

  private static final Set<String> DISCOVERY_FIELDS =
      Set.of("issuer", "jwks_uri", "device_authorization_endpoint", "token_endpoint");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> exchanges() throws IOException {
    return recorded().stream()
        .map(exchange -> dynamicTest(exchange.get("name").stringValue(), () -> replay(exchange)));
  }

  private void replay(JsonNode exchange) throws IOException {
    Path state = Files.createTempDirectory(folder, "portal");
    try (TestPortal portal = TestPortal.in(state)) {
      Reply reply = portal.send(request(portal, exchange));
      String name = exchange.get("name").stringValue();
      if (CLEANER_STATUS.containsKey(name)) {
        assertThat(reply.status()).isEqualTo(CLEANER_STATUS.get(name));
        return;
      }
      assertThat(reply.status()).isEqualTo(exchange.get("status").intValue());
      exchange
          .get("headers")
          .properties()
          .forEach(header ->
              assertThat(reply.header(header.getKey())).isEqualTo(header.getValue().stringValue()));
      assertSameShape(name, TestPortal.JSON.readTree(body(exchange)), reply.json());
    }
  }

  private static void assertSameShape(String name, JsonNode recorded, JsonNode answered) {
    if (name.equals("discovery")) {
      assertThat(shape(answered).keySet()).isEqualTo(DISCOVERY_FIELDS);
      assertThat(shape(recorded)).containsAllEntriesOf(shape(answered));
    } else if (name.equals("jwks")) {
      assertThat(shape(answered.at("/keys/0")))
          .containsEntry("kid", "STRING")
          .containsEntry("kty", "STRING")
          .containsEntry("use", "\"sig\"");
    } else {
      Map<String, String> expected = shape(recorded);
      expected.keySet().removeAll(LEFT_OUT);
      assertThat(shape(answered)).isEqualTo(expected);
    }
  }

  /** Paths of fields with their types; with their values where these are part of the protocol. */
  private static Map<String, String> shape(JsonNode object) {
    Map<String, String> shape = new TreeMap<>();
    object
        .properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          String path = field.getKey();
          if (value.isObject()) {
            shape(value).forEach((inner, type) -> shape.put(path + "." + inner, type));
          } else if (Set.of("error", "reason", "use").contains(path)
              || (value.isBoolean() && !path.equals("enabled"))) {
            shape.put(path, value.toString());
          } else {
            shape.put(path, value.getNodeType().toString());
          }
        });
    return shape;
  }

  /** The recorded request; tokens, which are others here, and the caller's server are put in. */
  private static HttpRequest request(TestPortal portal, JsonNode exchange) {
    JsonNode recorded = exchange.get("request");
    var request = portal.request(recorded.get("path").stringValue());
    String body = prepare(portal, exchange.get("name").stringValue(), body(recorded));
    request.method(
        recorded.get("method").stringValue(),
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    recorded
        .get("headers")
        .properties()
        .forEach(header -> {
          String value = header.getValue().stringValue();
          request.header(
              header.getKey(),
              body.contains("\"backend\"") && body.contains("server_group")
                  ? value.replace(PortalFiles.ACCESS_TOKEN, PortalFiles.BACKEND_TOKEN)
                  : value);
        });
    return request.build();
  }

  private static String prepare(TestPortal portal, String name, String body) {
    switch (name) {
      case "verify: good" -> {
        return "{\"token\": \"" + portal.token("dwho") + "\"}";
      }
      case "verify: again" -> {
        String json = "{\"token\": \"" + portal.token("dwho") + "\"}";
        assertThat(portal.post(VerifyEndpoint.PATH, json).json().get("valid").booleanValue())
            .isTrue();
        return json;
      }
      case "bastion-token" -> portal.token("dwho");
      default -> {}
    }
    return body;
  }

  private static String body(JsonNode message) {
    return message.get("body").stringValue();
  }

  private static List<JsonNode> recorded() throws IOException {
    try (InputStream file = RecordedExchangesTest.class.getResourceAsStream(EXCHANGES)) {
      if (file == null) {
        throw new AssertionError(EXCHANGES + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(TestPortal.JSON::readTree)
          .toList();
    }
  }
}
