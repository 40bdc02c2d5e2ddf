package io.sallyport.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Session.Command;
import net.schmizz.sshj.connection.channel.direct.Session.Shell;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.userauth.method.AuthNone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** It jumps by a direct connection of the first client, over which the second one connects. */
@Timeout(60)
@ExtendWith(SharedLab.class)
@DisplayName("sshj")
class SshjIT {
  private final Corner corner;
  private final LabFolder folder;
  private final SSHClient bastion = new SSHClient();
  private final SSHClient target = new SSHClient();

  SshjIT(Lab lab) {
    corner = new Corner(lab, "sshj");
    folder = lab.folder();
  }

  @BeforeEach
  void connectToTheBastion() throws IOException {
    bastion.loadKnownHosts(folder.clientKnownHosts().toFile());
    InetAddress named = InetAddress.getByAddress("bastion", new byte[] {127, 0, 0, 1});
    bastion.connect(named, corner.lab().bastionPort());
  }

  @AfterEach
  void disconnect() throws IOException {
    target.close();
    bastion.close();
  }

  private void asAutomation() throws IOException {
    bastion.authPublickey("ansible", folder.serviceAccountKey().toString());
    jump();
  }

  private void jump() throws IOException {
    target.loadKnownHosts(folder.clientKnownHosts().toFile());
    target.connectVia(bastion.newDirectConnection("web-01", 22));
    target.auth("deploy", new AuthNone());
  }

  @Test
  void runs_a_command_with_input_and_both_outputs_and_exit_status() throws IOException {
    asAutomation();
    Payload input = corner.payload("input", 1_000_000);
    try (Session session = target.startSession();
        Command command = session.exec("sha256sum; echo problem >&2; exit 7")) {
      Files.copy(input.file(), command.getOutputStream());
      command.getOutputStream().close();

      assertThat(text(command.getInputStream().readAllBytes())).startsWith(input.sha256());
      assertThat(text(command.getErrorStream().readAllBytes())).isEqualTo("problem\n");
      command.join();
      assertThat(command.getExitStatus()).isEqualTo(7);
    }
    disconnect();
    corner.evidence().shows("ansible", "exec", "sha256sum; echo problem");
  }

  @Test
  void opens_a_shell_in_a_terminal() throws IOException {
    asAutomation();
    try (Session session = target.startSession()) {
      session.allocatePTY("xterm", 81, 25, 0, 0, Map.of());
      try (Shell shell = session.startShell()) {
        shell.getOutputStream().write("stty size; exit\n".getBytes(UTF_8));
        shell.getOutputStream().flush();
        assertThat(text(shell.getInputStream().readAllBytes())).contains("25 81");
      }
    }
    disconnect();
    corner.evidence().shows("ansible", "shell", "");
  }

  @Test
  void copies_by_sftp_and_scp() throws IOException {
    asAutomation();
    Payload file = corner.payload("file", 1_000_000);
    try (SFTPClient sftp = target.newSFTPClient()) {
      sftp.put(file.file().toString(), corner.remote("copy"));
      sftp.rename(corner.remote("copy"), corner.remote("renamed"));
      sftp.get(corner.remote("renamed"), corner.here("back").toString());
    }
    target.newSCPFileTransfer().upload(file.file().toString(), corner.remote("scp"));

    file.arrivedAt(corner.there("renamed"));
    file.arrivedAt(corner.there("scp"));
    file.arrivedAt(corner.here("back"));
    disconnect();
    corner.evidence().shows("ansible", "subsystem", "sftp");
    corner.evidence().shows("ansible", "exec", "scp");
  }

  @Test
  void lets_a_person_in_with_a_portal_token_as_password() throws IOException {
    bastion.authPassword("alice", corner.client().portalToken("alice"));
    jump();
    try (Session session = target.startSession();
        Command command = session.exec("echo in")) {
      assertThat(text(command.getInputStream().readAllBytes())).isEqualTo("in\n");
    }
    disconnect();
    corner.evidence().shows("alice", "exec", "echo in");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
