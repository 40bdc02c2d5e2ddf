package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.embeddedportal.TestPortal.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthorizeTest {
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

  @ParameterizedTest(name = "{0} with {2} on {1}: {3}, sudo {4}")
  @CsvSource({
    "dwho,    bastion, ssh,  true,  false",
    "dwho,    bastion, sshd, false, false",
    "dwho,    bastion, sudo, false, false",
    "dwho,    bastion, ftp,  false, false",
    "dwho,    bastion, SSH,  false, false",
    "dwho,    backend, ssh,  false, false",
    "msmith,  bastion, ssh,  false, false",
    "rtyler,  backend, ssh,  true,  true",
    "rtyler,  backend, sudo, true,  true",
    "ansible, bastion, ssh,  true,  false",
    "ansible, backend, ssh,  false, false",
    // A rule for sudo alone: becoming root presupposes being there.
    "msmith,  backend, sudo, false, false",
  })
  void rulesDecide(String user, String group, String service, boolean allowed, boolean sudo) {
    Reply reply = ask(group, user, ", \"service\": \"" + service + "\"");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("authorized").booleanValue()).isEqualTo(allowed);
    if (allowed) {
      assertThat(reply.json().at("/permissions/sudo_allowed").booleanValue()).isEqualTo(sudo);
    } else {
      assertThat(reply.json().get("reason").stringValue()).isEqualTo("Access denied by rule");
    }
  }

  @ParameterizedTest
  @CsvSource({"1d, true, 86400", "90m, true, 5400", "0s, false, 0"})
  void yes_saysForHowLongItMayOutliveThePortal(String ttl, boolean enabled, int seconds)
      throws IOException {
    portal.close();
    PortalFiles files = PortalFiles.in(folder);
    files.write("portal.yaml", PortalFiles.YAML + "offline_ttl: " + ttl + "\n");
    portal = TestPortal.of(files);
    Reply reply = ask("bastion", "dwho", "");

    assertThat(reply.json().at("/offline/enabled").booleanValue()).isEqualTo(enabled);
    assertThat(reply.json().at("/offline/ttl").intValue()).isEqualTo(seconds);
  }

  @Test
  void withoutService_sshIsMeant() {
    assertThat(ask("bastion", "dwho", "").json().get("authorized").booleanValue()).isTrue();
    assertThat(ask("bastion", "msmith", "").json().get("authorized").booleanValue()).isFalse();
  }

  @Test
  void serviceAccount_hasThePseudoGroup() {
    assertThat(ask("bastion", "ansible", "").json().at("/groups/0").stringValue())
        .isEqualTo("service-accounts");
  }

  @Test
  void serviceAccountWithItsKey_isRecognized() {
    Reply reply = ask("bastion", "ansible", fingerprint(PortalFiles.ANSIBLE_KEY));
    assertThat(reply.json().get("authorized").booleanValue()).isTrue();
  }

  @Test
  void serviceAccountWithTheKeyOfAnother_isNot() {
    Reply reply = ask("bastion", "ansible", fingerprint(PortalFiles.BACKUP_KEY));
    assertThat(reply.json().get("authorized").booleanValue()).isFalse();
    assertThat(reply.json().get("reason").stringValue())
        .isEqualTo("SSH fingerprint not recognized");
  }

  @Test
  @DisplayName("N31 the claimed server group never widens what the enrolled one allows")
  void foreignServerGroup_isForbidden() {
    Reply reply = ask("bastion", "rtyler", ", \"server_group\": \"backend\"");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.json().get("error").stringValue())
        .isEqualTo("Server 'bastion-01' is not authorized for server_group 'backend'");
  }

  @Test
  void theEnrolledServerGroup_mayBeNamed() {
    Reply reply = ask("bastion", "dwho", ", \"server_group\": \"bastion\"");
    assertThat(reply.json().get("authorized").booleanValue()).isTrue();
  }

  @Test
  void deniedPerson_isNotDescribed() {
    Set<String> fields =
        ask("bastion", "msmith", "").json().propertyNames().stream().collect(Collectors.toSet());
    assertThat(fields).containsExactlyInAnyOrder("authorized", "user", "groups", "reason");
  }

  private Reply ask(String serverGroup, String user, String more) {
    String accessToken =
        serverGroup.equals("bastion") ? PortalFiles.ACCESS_TOKEN : PortalFiles.BACKEND_TOKEN;
    return portal.post(
        AuthorizeEndpoint.PATH, accessToken, "{\"user\": \"" + user + "\"" + more + "}");
  }

  private static String fingerprint(String fingerprint) {
    return ", \"fingerprint\": \"" + fingerprint + "\"";
  }
}
