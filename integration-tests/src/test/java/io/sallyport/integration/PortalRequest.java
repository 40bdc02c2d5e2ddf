package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.SshKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A request to the lab's portal with the bastion's access token. */
record PortalRequest(Lab lab) {

  /** A token for ansible on web-01, bound to the key of this thumbprint. */
  String bastionToken(String thumbprint) {
    Map<String, Object> request =
        Map.of(
            "user",
            Lab.SERVICE_ACCOUNT,
            "target_host",
            "web-01",
            "target_group",
            "default",
            "target_login",
            Lab.LOGIN,
            "sid",
            "portal-request",
            "key_fp",
            SshKeys.fingerprint(lab.folder().serviceAccountKey()),
            "cnf",
            Map.of("jkt", thumbprint));
    String answer = post("pam/bastion-token", JsonMapper.shared().writeValueAsString(request));
    return JsonMapper.shared().readTree(answer).path("bastion_jwt").asString("");
  }

  private String post(String path, String json) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String access = Files.readString(lab.folder().portalAccessToken()).strip();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(lab.portalUrl() + path))
              .header("Authorization", "Bearer " + access)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build();
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
