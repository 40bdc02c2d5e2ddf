package io.sallyport.embeddedportal.faults;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes answers whole, half or slowly. */
final class AnswerWriter {
  /** What the server writes by itself. */
  private static final List<String> OF_THE_SERVER = List.of("content-length", "date", "connection");

  private final CountDownLatch closed;

  /**
   * A writer of answers.
   *
   * @param closed when it is counted down, slow answers break off
   */
  AnswerWriter(CountDownLatch closed) {
    this.closed = closed;
  }

  void whole(HttpExchange exchange, HttpAnswer answer) throws IOException {
    head(exchange, answer).write(bytes(answer));
  }

  void half(HttpExchange exchange, HttpAnswer answer) throws IOException {
    OutputStream body = head(exchange, answer);
    body.write(bytes(answer), 0, bytes(answer).length / 2);
    body.flush();
  }

  void slowly(HttpExchange exchange, HttpAnswer answer) throws IOException, InterruptedException {
    OutputStream body = head(exchange, answer);
    for (byte each : bytes(answer)) {
      body.write(each);
      body.flush();
      if (closed.await(FaultyPortal.PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static byte[] bytes(HttpAnswer answer) {
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }

  private static OutputStream head(HttpExchange exchange, HttpAnswer answer) throws IOException {
    answer
        .headers()
        .forEach((name, value) -> {
          if (!OF_THE_SERVER.contains(name)) {
            exchange.getResponseHeaders().set(name, value);
          }
        });
    exchange.sendResponseHeaders(answer.status(), bytes(answer).length);
    return exchange.getResponseBody();
  }
}
