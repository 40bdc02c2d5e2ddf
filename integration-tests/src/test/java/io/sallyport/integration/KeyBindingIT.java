package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedLab.class)
@DisplayName("A key and a token once:")
class KeyBindingIT {
  private static final String TARGET = "deploy@web-01";

  private final Lab lab;
  private final Path folder;
  private final Path key;
  private final Path config;

  KeyBindingIT(Lab lab, @TempDir Path folder) {
    this.lab = lab;
    this.folder = folder;
    key = SshKeys.generate(folder.resolve("id"), "alice's");
    config =
        LabFolder.writePrivate(
            folder.resolve("ssh_config"),
            """
            Match originalhost bastion user alice,alice@*
                IdentityFile %s
                IdentitiesOnly yes
            Match all
            Include %s
            """
                .formatted(key, lab.folder().sshConfig()));
  }

  @BeforeEach
  void bind() {
    SshRun.Finished first =
        run("ssh", "-o", "BatchMode=no", "-J", "alice@bastion", TARGET, "echo in")
            .answering(lab.client().portalToken("alice"))
            .finish();

    assertThat(first.output()).as(first.error()).isEqualTo("in\n");
    assertThat(first.prompts()).singleElement().asString().contains("Portal token: ");
  }

  @AfterEach
  void forget() {
    if (lab.client().sallyport("keys", "list").contains("alice ")) {
      lab.client().sallyport("keys", "revoke", "alice");
    }
  }

  @Test
  void the_key_alone_is_enough_for_ssh_and_scp_and_ansible() {
    assertThat(well("ssh", "-J", "alice@bastion", TARGET, "echo again").output())
        .isEqualTo("again\n");
    assertThat(well("ssh", "-l", "alice@" + TARGET, "bastion", "echo by name").output())
        .isEqualTo("by name\n");
    Path file = LabFolder.writePrivate(folder.resolve("file"), "content\n");
    well("scp", "-J", "alice@bastion", file.toString(), TARGET + ":bound-key-copy");
    assertThat(well("ssh", "-J", "alice@bastion", TARGET, "cat bound-key-copy").output())
        .isEqualTo("content\n");

    Path inventory =
        LabFolder.writePrivate(
            folder.resolve("inventory"),
            """
            web-01 ansible_user=deploy ansible_python_interpreter=/usr/bin/python3
            [all:vars]
            ansible_ssh_common_args=-F %s -J alice@bastion -o ControlMaster=no
            """
                .formatted(config));
    SshRun.Finished ping =
        lab.client().command("ansible", "-i", inventory.toString(), "all", "-m", "ping").finish();
    assertThat(ping.output()).as(ping.error()).contains("\"ping\": \"pong\"");
  }

  @Test
  void it_is_listed_and_revoked() {
    assertThat(lab.client().sallyport("keys", "list")).contains("alice", SshKeys.fingerprint(key));

    lab.client().sallyport("keys", "revoke", "alice", SshKeys.fingerprint(key));

    assertNeedsAToken();
  }

  @Test
  void logging_out_forgets_it() {
    assertThat(well("ssh", "alice@bastion", "logout").output())
        .endsWith("Your next login needs a portal token.\n");

    assertNeedsAToken();
  }

  @Test
  void another_key_needs_a_token() {
    Path other = SshKeys.generate(folder.resolve("other"), "mallory's");
    SshRun.Finished run =
        run("ssh", "-o", "BatchMode=yes", "-i", other.toString(), "bob@bastion", "whoami").finish();

    assertThat(run.exitCode()).isEqualTo(255);
    assertThat(run.error()).contains("Permission denied");
  }

  private void assertNeedsAToken() {
    SshRun.Finished run =
        run("ssh", "-o", "BatchMode=yes", "-J", "alice@bastion", TARGET, "echo in").finish();

    assertThat(run.exitCode()).isEqualTo(255);
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("Permission denied");
  }

  private SshRun.Finished well(String program, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "-o";
    all[1] = "BatchMode=yes";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    SshRun.Finished run = run(program, all).finish();
    assertThat(run.ok()).as(run.error()).isTrue();
    assertThat(run.prompts()).isEmpty();
    return run;
  }

  private SshRun run(String program, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = program;
    all[1] = "-F";
    all[2] = config.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return lab.client().command(all);
  }
}
