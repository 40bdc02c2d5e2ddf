package io.sallyport.verifier.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.jwks.HttpTransport;
import io.sallyport.jwks.KeySetTransport;
import io.sallyport.jwks.KeySetTransport.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways to a server, the real curl and the JDK's client, mean the same. */
class CurlTransportTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  @AfterEach
  void stopServer() {
    over.countDown();
    server.stop(0);
  }

  static Stream<KeySetTransport> ways() {
    return Stream.of(CurlTransport.ifThere(), new HttpTransport());
  }

  @Test
  void curl_isTheWay_whereItIs() {
    assertThat(CurlTransport.ifThere()).isInstanceOf(CurlTransport.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "relative"})
  void curl_isNotTheWay_whereItIsNotAtAnAbsolutePath(String path) {
    assertThat(CurlTransport.onPath(path)).isInstanceOf(HttpTransport.class);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void answer_comesWholeWithItsNames(KeySetTransport way) throws IOException, InterruptedException {
    String longest = "x".repeat(KeySetTransport.MAX_BODY);
    serve(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("etag", "\"v1\"");
          exchange.getResponseHeaders().set("content-type", "application/json");
          send(exchange, 200, longest);
        });

    Response response = get(way, "/", Map.of());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.etag()).contains("\"v1\"");
    assertThat(response.contentType()).contains("application/json");
    assertThat(new String(response.body(), UTF_8)).isEqualTo(longest);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void fields_areSent_asTheyAre(KeySetTransport way) throws IOException, InterruptedException {
    serve(
        "/",
        exchange -> send(exchange, 200, exchange.getRequestHeaders().getFirst("If-None-Match")));

    Response response = get(way, "/", Map.of("If-None-Match", "W/\"@/etc/passwd\""));

    assertThat(new String(response.body(), UTF_8)).isEqualTo("W/\"@/etc/passwd\"");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void status_isTheServers_whateverItIs(KeySetTransport way)
      throws IOException, InterruptedException {
    serve("/304", exchange -> exchange.sendResponseHeaders(304, -1));
    serve("/503", exchange -> send(exchange, 503, "down"));

    assertThat(get(way, "/304", Map.of()).status()).isEqualTo(304);
    assertThat(get(way, "/503", Map.of()).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void redirect_isNotFollowed(KeySetTransport way) throws IOException, InterruptedException {
    serve(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", url("/elsewhere").toString());
          send(exchange, 302, "");
        });
    serve("/elsewhere", exchange -> send(exchange, 200, "keys of another place"));

    assertThat(get(way, "/", Map.of()).status()).isEqualTo(302);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void oneByteMore_isTooMuch_evenWhereNoLengthWasSaid(KeySetTransport way) {
    String tooLong = "x".repeat(KeySetTransport.MAX_BODY + 1);
    serve("/", exchange -> send(exchange, 200, tooLong));
    serve(
        "/chunked",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(tooLong.getBytes(UTF_8));
          exchange.close();
        });

    assertThatThrownBy(() -> get(way, "/", Map.of())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(way, "/chunked", Map.of())).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void answerThatBreaksOff_isNone(KeySetTransport way) {
    serve(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("{\"keys\":[]}".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          server.stop(0);
        });

    assertThatThrownBy(() -> get(way, "/", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not be asked");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void timeout_isForTheWholeAnswer(KeySetTransport way) {
    serve(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(' ');
          exchange.getResponseBody().flush();
          await();
        });

    assertThatThrownBy(() -> way.get(url("/"), Map.of(), Duration.ofMillis(200)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void nobodyThere_isSaid(KeySetTransport way) {
    URI nobody = url("/");
    server.stop(0);

    assertThatThrownBy(() -> way.get(nobody, Map.of(), LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not be asked");
  }

  @Test
  void close_endsAQuestionThatIsUnderWay() throws IOException, InterruptedException {
    KeySetTransport way = CurlTransport.ifThere();
    serve(
        "/",
        exchange -> {
          way.close();
          await();
        });

    assertThatThrownBy(() -> get(way, "/", Map.of())).isInstanceOf(IOException.class);
  }

  @Test
  void filesThatChangeWhatCurlDoes_areNotRead(@TempDir Path home)
      throws IOException, InterruptedException {
    Files.writeString(home.resolve(".curlrc"), "output = \"" + home.resolve("leak") + "\"\n");
    Path wrapped = home.resolve("curl");
    String real = Files.isExecutable(Path.of("/usr/bin/curl")) ? "/usr/bin/curl" : "/bin/curl";
    Files.writeString(wrapped, "#!/bin/sh\nHOME='" + home + "' exec " + real + " \"$@\"\n");
    Files.setPosixFilePermissions(wrapped, PosixFilePermissions.fromString("rwxr-xr-x"));
    serve("/", exchange -> send(exchange, 200, "keys"));

    Response response = get(new CurlTransport(wrapped), "/", Map.of());

    assertThat(new String(response.body(), UTF_8)).isEqualTo("keys");
    assertThat(home.resolve("leak")).doesNotExist();
  }

  private void serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Response get(KeySetTransport way, String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    return way.get(url(path), fields, LONG);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
