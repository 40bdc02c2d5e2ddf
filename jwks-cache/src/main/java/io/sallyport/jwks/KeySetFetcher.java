package io.sallyport.jwks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One question to a portal: which keys do you have? */
final class KeySetFetcher implements AutoCloseable {
  private static final int MAX_BODY = 256 * 1024;
  private static final Set<String> MEDIA_TYPES =
      Set.of("application/json", "application/jwk-set+json");

  private final URI url;
  private final Duration timeout;

  /** Never follows a redirect: the keys of another place are not those that were asked for. */
  private final HttpClient client;

  KeySetFetcher(URI url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** The portal's keys; {@link IOException} says why there are none. */
  KeySet fetch() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url).header("Accept", String.join(", ", MEDIA_TYPES)).build();
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() != 200) {
      throw new IOException("the portal answered with status " + response.statusCode());
    }
    requireJson(response.headers().firstValue("Content-Type").orElse("none"));
    return KeySetDecoder.decode(response.body());
  }

  /** Sends and waits for the last byte; a timeout of the request itself ends with the headers. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the portal did not answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException("the portal could not be asked: " + e.getCause(), e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Real portals answer a wrong path with status 200 and a page for people. */
  private static void requireJson(String contentType) throws IOException {
    String mediaType = contentType.split(";", 2)[0].strip();
    if (MEDIA_TYPES.stream().noneMatch(mediaType::equalsIgnoreCase)) {
      throw new IOException("the portal answered with " + mediaType + " instead of JSON");
    }
  }

  /** Ends a question that is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
