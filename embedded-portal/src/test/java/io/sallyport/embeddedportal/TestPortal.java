package io.sallyport.embeddedportal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running portal on a free port, and a client that asks it as a bastion does. */
final class TestPortal implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  final TestClock clock;
  final PortalFiles files;
  private final EmbeddedPortal portal;

  private TestPortal(PortalFiles files, TestClock clock) throws IOException {
    this.files = files;
    this.clock = clock;
    this.portal = EmbeddedPortal.start(files.config(), clock);
  }

  static TestPortal in(Path folder) throws IOException {
    return of(PortalFiles.in(folder));
  }

  static TestPortal of(PortalFiles files) throws IOException {
    return of(files, new TestClock());
  }

  static TestPortal of(PortalFiles files, TestClock clock) throws IOException {
    return new TestPortal(files, clock);
  }

  URI url() {
    return portal.url();
  }

  String token(String person) {
    return switch (portal.issueToken(person)) {
      case TokenAnswer.Issued(String token) -> token;
      case TokenAnswer other -> throw new AssertionError(other);
    };
  }

  TokenAnswer issue(String person) {
    return portal.issueToken(person);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(portal.url().resolve(path));
  }

  Reply get(String path) {
    return send(request(path).build());
  }

  /** Asks as bastion-01. */
  Reply post(String path, String json) {
    return post(path, PortalFiles.ACCESS_TOKEN, json);
  }

  Reply post(String path, String accessToken, String json) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + accessToken)
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  /** Sends a form to an OAuth endpoint. */
  Reply form(String path, Map<String, String> fields) {
    return form(path, fields, "");
  }

  /** Sends a form with an Authorization field, unless that is empty. */
  Reply form(String path, Map<String, String> fields, String authorization) {
    HttpRequest.Builder request = request(path).header("Content-Type", Form.CONTENT_TYPE);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return send(request.POST(BodyPublishers.ofString(encode(fields))).build());
  }

  static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  Reply send(HttpRequest request) {
    try {
      return new Reply(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(request.uri().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    portal.close();
    client.close();
  }

  /** An answer with a JSON body. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String text(String field) {
      return json().path(field).stringValue("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }
}
