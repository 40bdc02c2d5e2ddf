package io.sallyport.embeddedportal.faults;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The portal behind the proxy. */
final class Upstream implements AutoCloseable {
  private static final List<String> PASSED = List.of("Authorization", "Content-Type", "Accept");

  private final URI url;
  private final HttpClient client = HttpClient.newHttpClient();

  Upstream(URI url) {
    this.url = url;
  }

  HttpAnswer ask(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : PASSED) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(value -> request.header(name, value));
    }
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new HttpAnswer(response.statusCode(), headers, response.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
