package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserinfoTest {
  @TempDir Path folder;
  private TestPortal portal;

  @BeforeEach
  void start() throws IOException {
    portal = TestPortal.in(folder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dwho    | {'found':true,'user':'dwho','groups':['users','timelords'],'uid':'dwho',"
            + "'cn':'Doctor Who','mail':'dwho@badwolf.org','gecos':'Doctor Who'}",
        "msmith  | {'found':true,'user':'msmith','groups':['users','earthlings']}",
        "ansible | {'found':true,'user':'ansible','groups':['service-accounts']}",
        "nobodyx | {'found':false,'user':'nobodyx'}",
        "DWHO    | {'found':false,'user':'DWHO'}",
      })
  void namesStandFor(String user, String answer) {
    assertThat(portal.post(UserinfoEndpoint.PATH, "{\"user\": \"" + user + "\"}").json())
        .isEqualTo(TestPortal.JSON.readTree(answer.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://portal.example/", "http://portal.example", "https://a.example/p/"})
  void discovery_namesTheIssuerAsConfiguredAndWhatIsBelowIt(String issuer) throws IOException {
    portal.close();
    portal.files.change("http://portal.example/", issuer);
    portal = TestPortal.of(portal.files);
    String base = issuer.replaceFirst("/$", "");
    assertThat(portal.get(Discovery.PATH).json())
        .isEqualTo(
            TestPortal.JSON.valueToTree(
                Map.of(
                    "issuer",
                    issuer,
                    "jwks_uri",
                    base + "/oauth2/jwks",
                    "device_authorization_endpoint",
                    base + "/oauth2/device",
                    "token_endpoint",
                    base + "/oauth2/token",
                    "revocation_endpoint",
                    base + "/oauth2/revoke",
                    "introspection_endpoint",
                    base + "/oauth2/introspect",
                    "grant_types_supported",
                    List.of("urn:ietf:params:oauth:grant-type:device_code"),
                    "scopes_supported",
                    List.of("pam", "pam:server", "offline_access"),
                    "token_endpoint_auth_methods_supported",
                    List.of(
                        "client_secret_post", "client_secret_basic", "client_secret_jwt", "none"),
                    "code_challenge_methods_supported",
                    List.of("S256"))));
  }
}
