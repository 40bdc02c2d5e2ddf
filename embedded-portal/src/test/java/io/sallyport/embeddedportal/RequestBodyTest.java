package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Address;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RequestBodyTest {
  private static final String HEAD =
      "POST / HTTP/1.1\r\nHost: portal\r\nConnection: close\r\nContent-Length: 4\r\n\r\n";

  @Test
  void wholeBody_isRead() throws IOException {
    assertThat(answerTo(HEAD + "{  }", Duration.ofMinutes(1))).endsWith("{\"length\":4}");
  }

  @Test
  @DisplayName("N24 a body that stops coming is given up long before the idle time is over")
  void stalledBody_isGivenUp() throws IOException {
    assertThat(answerTo(HEAD + "{", Duration.ofMillis(50)))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("{\"error\":\"Incomplete request body\"}");
  }

  @Test
  void bodyThatBreaksOff_isABadRequest() throws IOException {
    String chunks =
        "POST / HTTP/1.1\r\nHost: portal\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n";
    assertThat(answerTo(chunks + "zz\r\n", Duration.ofMinutes(1)))
        .startsWith("HTTP/1.1 400 ")
        .endsWith("{\"error\":\"Incomplete request body\"}");
  }

  /** Everything that comes back until the server closes the connection, or 10 s have passed. */
  private static String answerTo(String request, Duration limit) throws IOException {
    HttpServer server = HttpServer.start(new Address("127.0.0.1", 0), reader(limit));
    try (var socket = new Socket(server.url().getHost(), server.url().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } finally {
      server.stop();
    }
  }

  private static Handler reader(Duration limit) {
    var body = new RequestBody(limit);
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        PortalHandler.write(answer(request), response, callback);
        return true;
      }

      private Answer answer(Request request) {
        try {
          return Answer.ok(Map.of("length", body.read(request).orElseThrow().length));
        } catch (BadRequest e) {
          return Answer.error(400, e.error());
        }
      }
    };
  }
}
