package io.sallyport.bastion.portal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The {@code /ssh/} endpoints that anybody may ask. A portal without an SSH authority answers them
 * like any wrong path: 404, or with its login page.
 */
final class SshEndpoint implements PublishedAuthority {

  private final OkHttpClient http;
  private final HttpUrl base;

  SshEndpoint(OkHttpClient http, HttpUrl base) {
    this.http = http;
    this.base = base;
  }

  @Override
  public PortalAnswer<String> publicKeys() {
    return get("ca", "text/plain")
        .then(body -> new PortalAnswer.Given<>(new String(body, StandardCharsets.UTF_8)));
  }

  @Override
  public PortalAnswer<byte[]> revocationList() {
    return get("revoked", "application/octet-stream");
  }

  private PortalAnswer<byte[]> get(String endpoint, String type) {
    Request request =
        new Request.Builder().url(base.newBuilder().addPathSegment(endpoint).build()).build();
    try (Response response = http.newCall(request).execute()) {
      return read("ssh/" + endpoint, response, type);
    } catch (IOException e) {
      return new PortalAnswer.Unavailable<>("ssh/" + endpoint + ": " + e.getMessage());
    }
  }

  private static PortalAnswer<byte[]> read(String endpoint, Response response, String type)
      throws IOException {
    if (response.code() == 404) {
      return new PortalAnswer.Refused<>(endpoint + ": the portal has no SSH authority (404)");
    }
    byte[] body = response.peekBody(JsonBody.LARGEST + 1L).bytes();
    boolean expected = body.length == 0 || isOf(type, response.body().contentType());
    if (response.code() == 200 && expected && body.length <= JsonBody.LARGEST) {
      return new PortalAnswer.Given<>(body);
    }
    return new PortalAnswer.Unavailable<>(
        "%s: answered %d with %s, %d bytes or more"
            .formatted(
                endpoint, response.code(), response.header("Content-Type", "nothing"), body.length),
        response.code() >= 500);
  }

  private static boolean isOf(String expected, @Nullable MediaType type) {
    return type != null && expected.equals(type.type() + "/" + type.subtype());
  }
}
