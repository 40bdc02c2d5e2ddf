package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.embeddedportal.EmbeddedPortal;
import io.sallyport.embeddedportal.PortalConfig;
import io.sallyport.lab.Installation;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("sallyport portal devices")
class PortalDevicesIT {
  private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

  private final Installation installation = Installation.find();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path config;
  private EmbeddedPortal portal;

  PortalDevicesIT(@TempDir Path folder) {
    config =
        LabFolder.write(
            folder.resolve("portal.yaml"),
            """
            listen: 127.0.0.1:0
            issuer: http://portal.example/
            state: state
            control: portal.sock
            clients:
              - {id: anybody, group: bastion}
            """);
  }

  @BeforeEach
  void start() throws IOException {
    portal =
        switch (ConfigFile.read(config, PortalConfig.class)) {
          case Loaded.Valid(PortalConfig valid) -> EmbeddedPortal.start(valid, Clock.systemUTC());
          case Loaded.Invalid<PortalConfig> invalid -> throw new AssertionError(invalid.report());
        };
  }

  @AfterEach
  void stop() {
    portal.close();
    client.close();
  }

  @Test
  void a_bastion_is_listed_approved_and_revoked() throws IOException, InterruptedException {
    JsonNode begun = form("oauth2/device", "client_id=anybody&scope=pam:server");
    String code = begun.get("user_code").stringValue();
    assertThat(devices("list").output()).contains("waiting   " + code);

    assertThat(devices("approve", code).output()).isEqualTo("approved " + code + "\n");
    assertThat(poll(begun).path("token_type").asString("")).isEqualTo("Bearer");

    String enrolled = devices("list").output();
    assertThat(enrolled).startsWith("enrolled  ").doesNotContain(code);
    String id = enrolled.split(" +", 3)[1];
    assertThat(devices("revoke", id).output()).isEqualTo("revoked " + id + "\n");
    assertThat(devices("list").output()).isEmpty();
  }

  @Test
  void a_bastion_is_denied() throws IOException, InterruptedException {
    JsonNode begun = form("oauth2/device", "client_id=anybody&scope=pam:server");
    assertThat(devices("deny", begun.get("user_code").stringValue()).ok()).isTrue();
    assertThat(poll(begun).get("error").stringValue()).isEqualTo("access_denied");
  }

  @Test
  void what_cannot_be_done_is_told_with_exit_code_1() {
    for (String verb : List.of("approve", "deny")) {
      Tool.Outcome outcome = devices(verb, "BCDF-GHJK");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error()).isEqualTo("sallyport portal: no bastion waits under that code\n");
    }
    assertThat(devices("revoke", "bastion-01").exitCode()).isEqualTo(1);
  }

  private JsonNode poll(JsonNode begun) throws IOException, InterruptedException {
    String deviceCode = begun.get("device_code").stringValue();
    return form(
        "oauth2/token",
        "client_id=anybody&grant_type=%s&device_code=%s".formatted(DEVICE_CODE, deviceCode));
  }

  private JsonNode form(String path, String form) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(portal.url().resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return JsonMapper.shared().readTree(client.send(request, BodyHandlers.ofString()).body());
  }

  private Tool.Outcome devices(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(installation.sallyport().toString(), "portal", "devices"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", config.toString()));
    return Tool.attempt("", command.toArray(String[]::new));
  }
}
