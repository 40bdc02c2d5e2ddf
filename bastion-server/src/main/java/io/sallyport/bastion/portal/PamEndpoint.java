package io.sallyport.bastion.portal;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sallyport.bastion.portal.PamAnswer.NotTheProtocol;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code /pam/} endpoints of a portal: one POST of JSON each, with the bastion's bearer token.
 *
 * <p>The status decides: 200 is an answer, 4xx is a no, everything else is an outage. So is a 200
 * that is not JSON, because portals answer wrong paths with their login page.
 */
final class PamEndpoint {

  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final JsonMapper JSON = new JsonMapper();

  private final OkHttpClient http;
  private final OkHttpClient afresh;
  private final HttpUrl base;
  private final AccessTokens tokens;
  private final Breaker breaker;

  PamEndpoint(OkHttpClient http, HttpUrl base, AccessTokens tokens, Breaker breaker) {
    this.http = http;
    this.afresh = http.newBuilder().connectionPool(new ConnectionPool(0, 1, SECONDS)).build();
    this.base = base;
    this.tokens = tokens;
    this.breaker = breaker;
  }

  /**
   * Posts what may be asked twice, and reads what a 200 means with {@code reader}. A kept
   * connection that the portal closed meanwhile is no outage: another one is tried.
   */
  <T> PortalAnswer<T> post(
      String endpoint, ObjectNode body, Function<PamAnswer, PortalAnswer<T>> reader) {
    return post(http, endpoint, RequestBody.create(bytes(body), JSON_TYPE), reader);
  }

  /**
   * Posts what the portal takes once only. It is never sent again, because it may have been
   * redeemed before the connection broke; so it gets a fresh connection, not one that may be stale.
   */
  <T> PortalAnswer<T> postOnce(
      String endpoint, ObjectNode body, Function<PamAnswer, PortalAnswer<T>> reader) {
    return post(afresh, endpoint, once(bytes(body)), reader);
  }

  private <T> PortalAnswer<T> post(
      OkHttpClient client,
      String endpoint,
      RequestBody body,
      Function<PamAnswer, PortalAnswer<T>> reader) {
    Optional<Secret> token = tokens.current();
    if (token.isEmpty()) {
      return new PortalAnswer.Unavailable<>(
          endpoint + ": the portal has revoked this bastion's enrolment", false);
    }
    return breaker.call(() ->
        ask(client, endpoint, request(endpoint, token.get(), body), reader)
            .or(() ->
                tokens
                    .insteadOf(token.get())
                    .flatMap(next -> ask(client, endpoint, request(endpoint, next, body), reader)))
            .orElseGet(() ->
                new PortalAnswer.Unavailable<>(
                    endpoint + ": the portal does not accept this bastion's access token (401)",
                    false)));
  }

  private Request request(String endpoint, Secret token, RequestBody body) {
    return new Request.Builder()
        .url(base.newBuilder().addPathSegment(endpoint).build())
        .header("Authorization", "Bearer " + token.reveal())
        .header("Accept", "application/json")
        .post(body)
        .build();
  }

  /** The portal's answer; none if it does not take the access token, and has not looked further. */
  private static <T> Optional<PortalAnswer<T>> ask(
      OkHttpClient client,
      String endpoint,
      Request request,
      Function<PamAnswer, PortalAnswer<T>> reader) {
    try (Response response = client.newCall(request).execute()) {
      return response.code() == 401
          ? Optional.empty()
          : Optional.of(read(endpoint, response, reader));
    } catch (IOException e) {
      return Optional.of(
          new PortalAnswer.Unavailable<>(endpoint + ": no answer (" + e.getMessage() + ")"));
    } catch (NotTheProtocol e) {
      return Optional.of(new PortalAnswer.Unavailable<>(endpoint + ": " + e.getMessage(), false));
    }
  }

  private static byte[] bytes(ObjectNode body) {
    return JSON.writeValueAsBytes(body);
  }

  private static RequestBody once(byte[] json) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return JSON_TYPE;
      }

      @Override
      public long contentLength() {
        return json.length;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(json);
      }
    };
  }

  private static <T> PortalAnswer<T> read(
      String endpoint, Response response, Function<PamAnswer, PortalAnswer<T>> reader)
      throws IOException {
    int status = response.code();
    if (status == 200 || (status >= 400 && status < 500)) {
      JsonNode json = JsonBody.of(response);
      if (json.isObject()) {
        PamAnswer answer = new PamAnswer(json);
        return status == 200 ? reader.apply(answer) : answer.denied();
      }
    }
    return new PortalAnswer.Unavailable<>(
        endpoint + ": answered " + status + " with " + response.header("Content-Type", "nothing"),
        status >= 500);
  }
}
