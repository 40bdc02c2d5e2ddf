package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.sallyport.token.BastionToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartStopTest {
  @TempDir Path folder;

  @Test
  void portInUse_isASentenceAndNothingStaysBehind() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      files.change("127.0.0.1:0", address);
      assertThatIOException()
          .isThrownBy(() -> TestPortal.of(files))
          .withMessage(
              "cannot listen on %s: Address already in use;"
                  + " stop what uses it, or choose another `listen`",
              address);
    }
    assertThat(files.control()).doesNotExist();
    TestPortal.of(files).close();
  }

  @Test
  void stateInUse_isASentenceAndTheOtherPortalGoesOn() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      portal.files.change("portal.sock", "other.sock");
      assertThatIOException()
          .isThrownBy(() -> TestPortal.of(portal.files))
          .withMessage(
              "another portal is using the state folder %s; stop it, or choose another `state`",
              folder.resolve("state"));
      assertThat(portal.get(Discovery.PATH).status()).isEqualTo(200);
    }
  }

  @Test
  void state_isForItsOwnerOnly() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      assertThat(Files.getPosixFilePermissions(folder.resolve("state")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(Files.getPosixFilePermissions(portal.files.signingKey()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-----", "rwx---r--", "rwx-----x", "rwxrwxrwx"})
  void openState_isRefused(String permissions) throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    Files.createDirectory(folder.resolve("state"));
    files.mode("state", permissions);
    assertThatIOException()
        .isThrownBy(() -> TestPortal.of(files))
        .withMessageContaining("run: chmod 700 " + folder.resolve("state"));
  }

  @Test
  void tokensPresenceAndKey_surviveARestart() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    var clock = new TestClock();
    String unused;
    String used;
    String keys;
    try (TestPortal portal = TestPortal.of(files, clock)) {
      unused = verify(portal.token("dwho"));
      used = verify(portal.token("dwho"));
      portal.post(VerifyEndpoint.PATH, used);
      keys = portal.get(Discovery.KEYS_PATH).response().body();
    }
    try (TestPortal portal = TestPortal.of(files, clock)) {
      assertThat(portal.get(Discovery.KEYS_PATH).response().body()).isEqualTo(keys);
      assertThat(valid(portal, used)).isFalse();
      assertThat(valid(portal, unused)).isTrue();
      String jwt =
          portal
              .post(BastionTokenEndpoint.PATH, "{\"user\": \"dwho\", \"target_host\": \"b\"}")
              .json()
              .get("bastion_jwt")
              .stringValue();
      assertThat(BastionToken.parseUnverified(jwt).subject()).isEqualTo("dwho");
    }
  }

  @Test
  void signingKeyThatOthersCanRead_isRefused() throws IOException {
    TestPortal.in(folder).close();
    PortalFiles files = new PortalFiles(folder);
    files.mode("state/signing-key.json", "rw-r-----");
    assertThatIOException()
        .isThrownBy(() -> TestPortal.of(files))
        .withMessageContaining("chmod 600 " + files.signingKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"keys\": []}",
        "{\"keys\": [{\"kty\":\"oct\",\"kid\":\"secret-kid\",\"k\":\"c2VjcmV0\"}]}",
        "{\"keys\": [{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"public-only\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}",
      })
  void signingKeyThatIsNone_isRefusedAndKept(String content) throws IOException {
    TestPortal.in(folder).close();
    PortalFiles files = new PortalFiles(folder);
    files.writePrivate("state/signing-key.json", content);
    assertThatIOException()
        .isThrownBy(() -> TestPortal.of(files))
        .withMessageContaining("does not hold the portal's signing key")
        .withMessageContaining("restore it from a backup");
    assertThat(files.signingKey()).hasContent(content);
  }

  @Test
  void brokenServiceAccounts_stopTheStartWithTheirReport() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.writePrivate("service-accounts.conf", "[ansible]\nkey_finger = x\n");
    assertThatIOException()
        .isThrownBy(() -> TestPortal.of(files))
        .withMessageContaining("service-accounts.conf:2");
    assertThat(files.control()).doesNotExist();
  }

  @Test
  void personWithTheNameOfAServiceAccount_stopsTheStart() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.change("name: msmith", "name: ansible");
    assertThatIOException()
        .isThrownBy(() -> TestPortal.of(files))
        .withMessage(
            "%s: ansible: is a person in portal.yaml; rename one",
            folder.resolve("service-accounts.conf"));
  }

  @Test
  void withoutServiceAccountsFile_thereAreNone() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.change("service_accounts: service-accounts.conf\n", "");
    try (TestPortal portal = TestPortal.of(files)) {
      assertThat(
              portal
                  .post(UserinfoEndpoint.PATH, "{\"user\": \"ansible\"}")
                  .json()
                  .get("found")
                  .booleanValue())
          .isFalse();
    }
  }

  @Test
  void secondStop_doesNothing() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    EmbeddedPortal portal = EmbeddedPortal.start(files.config(), Clock.systemUTC());
    portal.close();
    portal.close();
  }

  private static String verify(String token) {
    return "{\"token\": \"" + token + "\"}";
  }

  private static boolean valid(TestPortal portal, String json) {
    return portal.post(VerifyEndpoint.PATH, json).json().get("valid").booleanValue();
  }
}
