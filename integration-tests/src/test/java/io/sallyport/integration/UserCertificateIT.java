package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A certificate that the portal's SSH authority has signed")
class UserCertificateIT {
  private static final long SERIAL = 1_795_368_516_393_148_578L;

  private Lab lab;
  private CertifyingPortal portal;
  private Path key;
  private Path config;

  @BeforeAll
  void startLab(@TempDir Path folder) throws IOException {
    lab = Lab.start(LabPlan.inFreshFolder().withBastionLines("user_certificates: {}\n"));
    portal = CertifyingPortal.of(lab);
    Path yaml = lab.folder().bastionConfig();
    Files.writeString(
        yaml,
        Files.readString(yaml).replaceAll("url: http://127.0.0.1:.*", "url: " + portal.url()));
    lab.bastion().restart();
    key = SshKeys.generate(folder.resolve("id"), "alice's");
    portal.certify(key, "alice", SERIAL);
    var _ = lab.client().portalToken("alice"); // without one now and then it vouches for nobody
    config =
        LabFolder.writePrivate(
            folder.resolve("ssh_config"),
            """
            Match originalhost bastion
                IdentityFile %s
                IdentitiesOnly yes
                PreferredAuthentications publickey
            Match all
            Include %s
            """
                .formatted(key, lab.folder().sshConfig()));
  }

  @AfterAll
  void stopLab() {
    portal.close();
    lab.close();
  }

  @Test
  void is_a_login_until_it_is_revoked_which_outlives_the_portal() throws IOException {
    SshRun.Finished first = through("alice");
    assertThat(first.output()).as(first.error()).isEqualTo("deploy\n");
    assertThat(lobby("alice").output()).contains("web-01");
    assertThat(through("bob").ok()).isFalse();

    portal.revoke(SERIAL);
    lab.bastion().restart();
    assertRevoked();

    portal.close();
    lab.bastion().restart();
    assertRevoked();
  }

  private void assertRevoked() {
    SshRun.Finished run = through("alice");

    assertThat(run.exitCode()).isEqualTo(255);
    assertThat(run.error()).contains("Permission denied").doesNotContain("revoked");
    assertThat(lab.bastion().newLog())
        .contains("certificate " + SERIAL + ": its serial number is revoked");
  }

  private SshRun.Finished through(String user) {
    return ssh("-J", user + "@bastion", "deploy@web-01", "id -un");
  }

  private SshRun.Finished lobby(String user) {
    return ssh(user + "@bastion", "targets");
  }

  private SshRun.Finished ssh(String... arguments) {
    String[] all = new String[arguments.length + 5];
    System.arraycopy(
        new String[] {"ssh", "-F", config.toString(), "-o", "BatchMode=yes"}, 0, all, 0, 5);
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    return lab.client().command(all).finish();
  }
}
