package io.sallyport.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** It jumps as its own example does: a local forward of the first session, a second one into it. */
@Timeout(60)
@ExtendWith(SharedLab.class)
@DisplayName("JSch")
class JschIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Corner corner;
  private final JSch jsch = new JSch();
  private final Session bastion;
  private final Session target;

  JschIT(Lab lab) throws JSchException {
    corner = new Corner(lab, "jsch");
    jsch.setKnownHosts(lab.folder().clientKnownHosts().toString());
    jsch.addIdentity(lab.folder().serviceAccountKey().toString());
    bastion = session("ansible", lab.bastionPort(), "bastion");
    target = session("deploy", bastion.setPortForwardingL(0, "web-01", 22), "web-01");
  }

  private Session session(String user, int port, String name) throws JSchException {
    Session session = jsch.getSession(user, "127.0.0.1", port);
    session.setHostKeyAlias(name);
    session.setConfig("StrictHostKeyChecking", "yes");
    session.connect();
    return session;
  }

  @AfterEach
  void disconnect() {
    target.disconnect();
    bastion.disconnect();
  }

  @Test
  void runs_a_command_with_input_and_both_outputs_and_exit_status() throws Exception {
    Payload input = corner.payload("input", 1_000_000);
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    ChannelExec exec = (ChannelExec) target.openChannel("exec");
    exec.setCommand("sha256sum; echo problem >&2; exit 7");
    exec.setInputStream(Files.newInputStream(input.file()));
    exec.setErrStream(error);
    InputStream output = exec.getInputStream();
    exec.connect();

    assertThat(new String(output.readAllBytes(), UTF_8)).startsWith(input.sha256());
    Await.until("the end", PATIENCE, exec::isClosed);
    assertThat(exec.getExitStatus()).isEqualTo(7);
    assertThat(error).hasToString("problem\n");
    disconnect();
    corner.evidence().shows("ansible", "exec", "sha256sum; echo problem");
  }

  @Test
  void opens_a_shell_in_a_terminal() throws Exception {
    ChannelShell shell = (ChannelShell) target.openChannel("shell");
    shell.setPtyType("xterm", 81, 25, 0, 0);
    shell.setInputStream(new ByteArrayInputStream("stty size; exit 3\n".getBytes(UTF_8)), true);
    InputStream output = shell.getInputStream();
    shell.connect();

    assertThat(new String(output.readAllBytes(), UTF_8)).contains("25 81");
    Await.until("the end", PATIENCE, shell::isClosed);
    assertThat(shell.getExitStatus()).isEqualTo(3);
    disconnect();
    corner.evidence().shows("ansible", "shell", "");
  }

  @Test
  void copies_by_sftp_and_lists_and_renames() throws Exception {
    Payload file = corner.payload("file", 1_000_000);
    ChannelSftp sftp = (ChannelSftp) target.openChannel("sftp");
    sftp.connect();
    sftp.put(file.file().toString(), corner.remote("copy"));
    sftp.rename(corner.remote("copy"), corner.remote("renamed"));
    sftp.get(corner.remote("renamed"), corner.here("back").toString());
    sftp.exit();

    file.arrivedAt(corner.there("renamed"));
    file.arrivedAt(corner.here("back"));
    disconnect();
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }
}
