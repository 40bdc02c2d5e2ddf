package io.sallyport.bastion.portal;

import io.sallyport.bastion.portal.PamAnswer.NotTheProtocol;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /pam/heartbeat}: without a bearer token, for the body has the refresh token. */
final class HeartbeatEndpoint implements Heartbeat.Post {

  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final JsonMapper JSON = new JsonMapper();

  private final OkHttpClient http;
  private final HttpUrl url;

  HeartbeatEndpoint(OkHttpClient http, HttpUrl pam) {
    this.http = http;
    this.url = pam.newBuilder().addPathSegment("heartbeat").build();
  }

  @Override
  public PortalAnswer<PamAnswer> send(ObjectNode body) {
    Request request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .post(RequestBody.create(JSON.writeValueAsBytes(body), JSON_TYPE))
            .build();
    try (Response response = http.newCall(request).execute()) {
      return read(response);
    } catch (IOException e) {
      return new PortalAnswer.Unavailable<>("heartbeat: no answer (" + e.getMessage() + ")");
    } catch (NotTheProtocol e) {
      return new PortalAnswer.Unavailable<>("heartbeat: " + e.getMessage(), false);
    }
  }

  /** 401 and 403 are the portal's no; a 400 is ours to mend, and revokes nothing. */
  private static PortalAnswer<PamAnswer> read(Response response) throws IOException {
    int status = response.code();
    JsonNode json = JsonBody.of(response);
    if (json.isObject() && status == 200) {
      return new PortalAnswer.Given<>(new PamAnswer(json));
    }
    if (json.isObject() && (status == 401 || status == 403)) {
      return new PamAnswer(json).refused("error");
    }
    return new PortalAnswer.Unavailable<>(
        "heartbeat: answered " + status + " with " + response.header("Content-Type", "nothing"),
        status >= 500);
  }
}
