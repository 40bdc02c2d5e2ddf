package io.sallyport.jwks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A portal's key set on a free loopback port, with an answer that can be exchanged. */
final class TestPortal implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore questions = new Semaphore(0);
  private volatile Answer answer = exchange -> send(exchange, 503, "text/plain", "");

  private volatile Headers lastHeaders = new Headers();

  /** What the portal does when it is asked. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  TestPortal() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/oauth2/jwks");
  }

  void has(TestJwk... keys) {
    String json = TestKeySets.json(List.of(keys).stream().map(TestJwk::json).toList());
    answers(200, "application/json; charset=utf-8", json);
  }

  /** Has these keys under this ETag, and says "not modified" to those who have them. */
  void has(String etag, TestJwk... keys) {
    String json = TestKeySets.json(List.of(keys).stream().map(TestJwk::json).toList());
    answers(exchange -> {
      exchange.getResponseHeaders().set("ETag", etag);
      if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
      } else {
        send(exchange, 200, "application/json", json);
      }
    });
  }

  /** What was sent to it last in this header. */
  Optional<String> asked(String header) {
    return Optional.ofNullable(lastHeaders.getFirst(header));
  }

  void answers(int status, String contentType, String body) {
    answer = exchange -> send(exchange, status, contentType, body);
  }

  void answers(Answer other) {
    answer = other;
  }

  /** Whether somebody asks, or has asked, one time more. */
  boolean isAsked() throws InterruptedException {
    return questions.tryAcquire(10, TimeUnit.SECONDS);
  }

  /** Questions that {@link #isAsked} has not seen. */
  int questions() {
    return questions.availablePermits();
  }

  private void handle(HttpExchange exchange) throws IOException {
    lastHeaders = exchange.getRequestHeaders();
    questions.release();
    try (exchange) {
      answer.to(exchange);
    } catch (InterruptedException _) {
      // the test is over
    }
  }

  static void send(HttpExchange exchange, int status, String contentType, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
