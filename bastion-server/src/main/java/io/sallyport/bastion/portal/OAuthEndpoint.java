package io.sallyport.bastion.portal;

import io.sallyport.bastion.portal.PamAnswer.NotTheProtocol;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;

/** The {@code /oauth2/} endpoints of a portal: forms, with the client's authentication. */
final class OAuthEndpoint {

  /** What came of a request. */
  sealed interface Answer {
    record Ok(PamAnswer fields) implements Answer {}

    /** An error of RFC 6749, section 5.2. */
    record Refused(String code, String description) implements Answer {}

    record Unavailable(String reason) implements Answer {}
  }

  private final OkHttpClient http;
  private final HttpUrl base;
  private final ClientAuthentication client;
  private final InstantSource clock;

  OAuthEndpoint(OkHttpClient http, HttpUrl base, ClientAuthentication client, InstantSource clock) {
    this.http = http;
    this.base = base;
    this.client = client;
    this.clock = clock;
  }

  Answer post(String endpoint, Map<String, String> fields) {
    HttpUrl url = base.newBuilder().addPathSegment(endpoint).build();
    FormBody.Builder form = new FormBody.Builder();
    fields.forEach(form::add);
    client.addTo(form, url, clock.instant());
    Request request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .post(form.build())
            .build();
    try (Response response = http.newCall(request).execute()) {
      return read(endpoint, response);
    } catch (IOException e) {
      return new Answer.Unavailable(endpoint + ": no answer (" + e.getMessage() + ")");
    } catch (NotTheProtocol e) {
      return new Answer.Unavailable(endpoint + ": " + e.getMessage());
    }
  }

  private static Answer read(String endpoint, Response response) throws IOException {
    int status = response.code();
    JsonNode json = JsonBody.of(response);
    if (json.isObject() && status == 200) {
      return new Answer.Ok(new PamAnswer(json));
    }
    if (json.isObject() && (status == 400 || status == 401)) {
      PamAnswer answer = new PamAnswer(json);
      return new Answer.Refused(answer.text("error"), json.path("error_description").asString(""));
    }
    return new Answer.Unavailable(
        endpoint + ": answered " + status + " with " + response.header("Content-Type", "nothing"));
  }
}
