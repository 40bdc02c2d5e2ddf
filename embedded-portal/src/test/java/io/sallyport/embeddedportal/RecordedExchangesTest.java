package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a LemonLDAP::NG 2.23.4 portal answered, asked again: status, headers, fields and their types
 * agree, and so do booleans and the words of the protocol.
 */
final class RecordedExchangesTest {

  private static final String HOP = "the bastion makes the hop's certificate, about a bound token";
  private static final String KEYS = "the portal signs no keys of people";
  private static final String PAGE = "the real one shows the page for logging in";

  /** Asked again as well, each with its reason: what is not served is not found. */
  private static final Map<String, String> NOT_SERVED =
      Map.ofEntries(
          Map.entry("bastion-cert", HOP),
          Map.entry("bastion-cert: wrong voucher", HOP),
          Map.entry("bastion-cert: no voucher for user", HOP),
          Map.entry("bastion-cert: bad key", HOP),
          Map.entry("ssh ca", KEYS),
          Map.entry("ssh revoked: KRL", KEYS),
          Map.entry("ssh sign", KEYS),
          Map.entry("ssh mycerts", KEYS),
          Map.entry("ssh myrevoke", KEYS),
          Map.entry("ssh revoked: KRL after a revocation", KEYS),
          Map.entry("unknown pam endpoint", PAGE),
          Map.entry("jwks.json does not exist", PAGE));

  /** The real one redirects to the page for logging in. */
  private static final Map<String, Integer> CLEANER_STATUS = Map.of("verify: by GET", 405);

  /** The real one has an empty body; RFC 7009 wants nobody to read it. */
  private static final Set<String> JSON_IN_PLACE_OF_NOTHING = Set.of("revoke");

  /** Fields that we leave out. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          // For /pam/bastion-cert, which this portal does not serve.
          "bastion_voucher",
          "bastion_voucher_expires_in",
          // A form token of the web pages that slips into answers about unknown users.
          "token");

  /** Texts that are words of the protocol. */
  private static final Set<String> WORDS = Set.of("error", "reason", "use", "status", "token_type");

  /** What of the discovery document is about pages and tokens that this portal does not have. */
  private static final Set<String> DISCOVERED =
      Set.of(
          "issuer",
          "jwks_uri",
          "device_authorization_endpoint",
          "token_endpoint",
          "revocation_endpoint",
          "introspection_endpoint",
          "grant_types_supported",
          "scopes_supported",
          "token_endpoint_auth_methods_supported",
          "code_challenge_methods_supported");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> exchanges() throws IOException {
    return RecordedExchange.all().stream()
        .map(exchange -> dynamicTest(exchange.name(), () -> replay(exchange)));
  }

  @Test
  void everyException_isOfARecordedExchange() throws IOException {
    Set<String> names =
        RecordedExchange.all().stream().map(RecordedExchange::name).collect(Collectors.toSet());
    assertThat(names).hasSize(51).containsAll(NOT_SERVED.keySet());
    assertThat(names).containsAll(CLEANER_STATUS.keySet()).containsAll(JSON_IN_PLACE_OF_NOTHING);
  }

  private void replay(RecordedExchange exchange) throws IOException {
    Path state = Files.createTempDirectory(folder, "portal");
    try (TestPortal portal = TestPortal.in(state)) {
      Reply reply = exchange.replay(portal);
      String name = exchange.name();
      if (NOT_SERVED.containsKey(name)) {
        assertThat(reply.status()).as(NOT_SERVED.get(name)).isEqualTo(404);
      } else if (CLEANER_STATUS.containsKey(name)) {
        assertThat(reply.status()).isEqualTo(CLEANER_STATUS.get(name));
      } else if (JSON_IN_PLACE_OF_NOTHING.contains(name)) {
        assertThat(reply.status()).isEqualTo(exchange.status());
        assertThat(reply.json()).isEmpty();
      } else {
        assertAlike(exchange, reply);
      }
    }
  }

  private static void assertAlike(RecordedExchange exchange, Reply reply) {
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(exchange.status());
    exchange
        .headers()
        .properties()
        .forEach(header ->
            assertThat(reply.header(header.getKey())).isEqualTo(header.getValue().stringValue()));
    assertSameShape(exchange.name(), TestPortal.JSON.readTree(exchange.body()), reply.json());
  }

  private static void assertSameShape(String name, JsonNode recorded, JsonNode answered) {
    if (name.equals("discovery")) {
      assertThat(shape(answered).keySet()).isEqualTo(DISCOVERED);
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
          } else if (WORDS.contains(path) || (value.isBoolean() && !path.equals("enabled"))) {
            shape.put(path, value.toString());
          } else {
            shape.put(path, type(value));
          }
        });
    return shape;
  }

  private static String type(JsonNode value) {
    Set<String> elements = new TreeSet<>();
    value.forEach(element -> elements.add(element.getNodeType().toString()));
    return value.getNodeType() + (value.isArray() ? elements.toString() : "");
  }
}
