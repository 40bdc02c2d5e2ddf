package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PuTTY's programs as docs/clients.md sets them up: the host CA trusted once, the bastion as a
 * saved session, and that session as the proxy of all others.
 */
@ExtendWith(SharedLab.class)
@DisplayName("PuTTY")
class PuttyIT {
  private static final String BASTION =
      """
      Protocol=ssh
      HostName=127.0.0.1
      PortNumber=%d
      LogHost=bastion
      UserName=%s
      """;

  private static final String TARGET =
      """
      Protocol=ssh
      HostName=web-01
      PortNumber=22
      UserName=deploy
      ProxyMethod=6
      ProxyHost=%s
      """;

  private final Corner corner;

  PuttyIT(Lab lab) {
    corner = new Corner(lab, "putty");
  }

  @BeforeEach
  void savedSessions() throws IOException {
    LabFolder folder = corner.lab().folder();
    int port = corner.lab().bastionPort();
    String key = corner.here("ansible.ppk").toString();
    corner.output("puttygen", folder.serviceAccountKey().toString(), "-O", "private", "-o", key);
    Files.createDirectories(corner.here(".putty/sessions"));
    Files.createDirectories(corner.here(".putty/sshhostcas"));
    String hostCa = SshKeys.words(folder.clientKnownHosts())[2].split(" ", -1)[1].strip();
    corner.write(".putty/sshhostcas/Sallyport", hostCa(hostCa));
    String automation = BASTION.formatted(port, "ansible") + "PublicKeyFile=" + key + "\n";
    corner.write(".putty/sessions/automation", automation);
    corner.write(".putty/sessions/person", BASTION.formatted(port, "alice"));
    corner.write(".putty/sessions/web-01", TARGET.formatted("automation"));
    corner.write(".putty/sessions/web-01-person", TARGET.formatted("person"));
  }

  private static String hostCa(String key) {
    return """
    PublicKey=%s
    Validity=*
    PermitRSASHA1=0
    PermitRSASHA256=1
    PermitRSASHA512=1
    """
        .formatted(key);
  }

  @Test
  void plink_runs_a_command_with_input_and_both_outputs_and_exit_status() {
    Payload input = corner.payload("input", 1_000_000);
    String command = "sha256sum; echo problem >&2; exit 7";

    SshRun.Finished run =
        corner.run("plink", "-batch", "web-01", command).reading(input.file()).finish();

    assertThat(run.exitCode()).as(run.error()).isEqualTo(7);
    assertThat(run.output()).startsWith(input.sha256());
    assertThat(run.error()).contains("problem\n");
    corner.evidence().shows("ansible", "exec", command);
  }

  @Test
  void plink_lets_a_person_type_a_portal_token_and_opens_a_shell() {
    String token = corner.client().portalToken("alice");
    SshRun run = corner.run("plink", "-no-antispoof", "web-01-person");
    try (Terminal terminal = corner.client().terminal(24, 80, run)) {
      terminal.shows("Portal token: ").type(token);
      terminal.shows("$ ").type("stty size").shows("24 80").type("exit 4");
      assertThat(terminal.finish().exitCode()).isEqualTo(4);
    }
    corner.evidence().shows("alice", "shell", "");
  }

  @Test
  void plink_goes_through_another_plink_as_its_proxy_command() {
    String proxy = "plink -batch -load automation -nc %host:%port";

    SshRun.Finished run =
        well(corner.run("plink", "-batch", "-proxycmd", proxy, "deploy@web-01", "echo in"));

    assertThat(run.output()).isEqualTo("in\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-sftp", "-scp"})
  void pscp_copies_there_and_back(String mode) {
    Payload file = corner.payload("file", 1_000_000);
    String remote = "web-01:" + corner.remote("copy");
    String back = corner.here("back").toString();

    well(corner.run("pscp", "-batch", mode, file.file().toString(), remote));
    well(corner.run("pscp", "-batch", mode, remote, back));

    file.arrivedAt(corner.there("copy"));
    file.arrivedAt(corner.here("back"));
    corner.evidence().shows("ansible", mode.equals("-scp") ? "exec" : "subsystem", "");
  }

  @Test
  void psftp_does_what_a_batch_asks_for() {
    Payload file = corner.payload("file", 1_000_000);
    Path batch =
        corner.write(
            "batch",
            String.join(
                "\n",
                List.of(
                    "cd " + corner.remote(""),
                    "put " + file.file() + " copy",
                    "mv copy renamed",
                    "ls",
                    "get renamed " + corner.here("back"),
                    "rm renamed",
                    "")));

    SshRun.Finished run = well(corner.run("psftp", "-batch", "-b", batch.toString(), "web-01"));

    assertThat(run.output()).contains("renamed");
    file.arrivedAt(corner.here("back"));
    assertThat(corner.there("renamed")).doesNotExist();
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }

  @Test
  void nobody_gets_in_under_the_name_of_another_host() {
    corner.write(".putty/sessions/wrong", TARGET.formatted("automation") + "LogHost=web-02\n");

    SshRun.Finished run = corner.run("plink", "-batch", "wrong", "echo in").finish();

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("POTENTIAL SECURITY BREACH");
  }
}
