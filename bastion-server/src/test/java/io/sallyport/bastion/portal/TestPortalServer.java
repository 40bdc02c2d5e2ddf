package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A real HTTP server on a free loopback port that answers whatever the test wants. */
final class TestPortalServer implements AutoCloseable {

  static final String ACCESS_TOKEN = "access-token-of-the-bastion";

  /** What came in. */
  record Asked(String method, String path, String authorization, String type, JsonNode body) {}

  /** What is done with a request. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
  private volatile Answer answer = exchange -> send(exchange, 503, "text/plain", "");

  TestPortalServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  LemonLdapPortal client(Duration timeout) {
    return client(url(), timeout);
  }

  static LemonLdapPortal client(URI url, Duration timeout) {
    return client(url, new Transport(timeout, PortalTls.USUAL, Optional.empty(), Optional.empty()));
  }

  static LemonLdapPortal client(URI url, Transport transport) {
    try {
      return LemonLdapPortal.at(
          url, Secret.of(ACCESS_TOKEN), "bastion", transport, InstantSource.system());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void answers(Answer other) {
    answer = other;
  }

  void answers(int status, String type, String body) {
    answers(exchange -> send(exchange, status, type, body));
  }

  void answersJson(String body) {
    answers(200, "application/json; charset=utf-8", body);
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The client's end of each connection on which something was asked. */
  Set<InetSocketAddress> clients() {
    return Set.copyOf(clients);
  }

  private void handle(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    var headers = exchange.getRequestHeaders();
    byte[] body = exchange.getRequestBody().readAllBytes();
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers.getFirst("Authorization"),
            headers.getFirst("Content-Type"),
            isForm(headers) ? fields(new String(body, UTF_8)) : JSON.readTree(body)));
    try (exchange) {
      answer.to(exchange);
    } catch (InterruptedException _) {
      // The test is over.
    }
  }

  private static boolean isForm(Headers headers) {
    return String.valueOf(headers.getFirst("Content-Type"))
        .equals("application/x-www-form-urlencoded");
  }

  /** The fields of a form, as an object. */
  private static JsonNode fields(String form) {
    ObjectNode fields = JSON.createObjectNode();
    for (String field : form.split("&", -1)) {
      String[] parts = field.split("=", 2);
      fields.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    return fields;
  }

  static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
    send(exchange, status, type, body.getBytes(UTF_8));
  }

  static void send(HttpExchange exchange, int status, String type, byte[] bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
