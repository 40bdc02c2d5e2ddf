package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RequestSignatureTest {

  private static final Secret SECRET = Secret.of("shared with the reverse proxy");
  private static final Instant NOW = Instant.parse("2026-11-23T01:02:03.456Z");

  private record Seen(String method, String path, Headers headers, String body) {}

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          seen.add(
              new Seen(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders(),
                  body));
          TestPortalServer.send(exchange, 200, "application/json", "{\"valid\": false}");
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void signature_coversTimeMethodPathAndBody() throws IOException, GeneralSecurityException {
    ask(Optional.of(SECRET));

    Seen request = seen.remove();
    String signed =
        NOW.getEpochSecond() + "." + request.method + "." + request.path + "." + request.body;
    assertThat(request.body).contains("a-portal-token");
    assertThat(request.headers.getFirst("X-Timestamp")).isEqualTo("" + NOW.getEpochSecond());
    assertThat(request.headers.getFirst("X-Signature-256")).isEqualTo("sha256=" + hmac(signed));
  }

  @Test
  void nonce_isAnotherForEachRequest() throws IOException {
    ask(Optional.of(SECRET));
    ask(Optional.of(SECRET));

    assertThat(seen)
        .extracting(request -> request.headers.getFirst("X-Nonce"))
        .allMatch(nonce -> nonce.matches(NOW.toEpochMilli() + "-[0-9a-f-]{36}"))
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutASecret_nothingIsSigned() throws IOException {
    ask(Optional.empty());

    assertThat(seen.remove().headers.keySet()).noneMatch(name -> name.startsWith("X-"));
  }

  private void ask(Optional<Secret> secret) throws IOException {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var transport =
        new Transport(Duration.ofSeconds(20), PortalTls.USUAL, Optional.empty(), secret);
    try (var portal =
        LemonLdapPortal.at(
            url, Secret.of("access"), "bastion", transport, InstantSource.fixed(NOW))) {
      assertThat(portal.verify("a-portal-token")).isInstanceOf(PortalAnswer.Refused.class);
    }
  }

  private static String hmac(String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.reveal().getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
  }
}
