package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dropbear's client, which jumps when hosts are given with a comma, and knows plain keys only. */
@ExtendWith(SharedLab.class)
@DisplayName("Dropbear's dbclient")
class DropbearIT {
  /** By its path, as it starts itself again for the jump without looking for itself. */
  private static final String DBCLIENT = "/usr/bin/dbclient";

  private final Corner corner;
  private final String key;

  DropbearIT(Lab lab) {
    corner = new Corner(lab, "dropbear");
    key = corner.here("key").toString();
  }

  @BeforeEach
  void keyAndHostKeys() throws IOException {
    String openssh = corner.lab().folder().serviceAccountKey().toString();
    corner.output("dropbearconvert", "openssh", "dropbear", openssh, key);
    PlainHostKeys.learn(corner, Files.createDirectory(corner.here(".ssh")).resolve("known_hosts"));
  }

  @Test
  void runs_a_command_with_input_and_both_outputs_and_exit_status() {
    Payload input = corner.payload("input", 1_000_000);
    String command = "sha256sum; echo problem >&2; exit 7";

    SshRun.Finished run =
        corner
            .run(DBCLIENT, "-i", key, hosts("ansible", "web-01"), command)
            .reading(input.file())
            .finish();

    assertThat(run.exitCode()).as(run.error()).isEqualTo(7);
    assertThat(run.output()).startsWith(input.sha256());
    assertThat(run.error()).isEqualTo("problem\n");
    corner.evidence().shows("ansible", "exec", command);
  }

  @Test
  void lets_a_person_type_a_portal_token_and_opens_a_shell() {
    String token = corner.client().portalToken("alice");
    SshRun run = corner.run(DBCLIENT, hosts("alice", "web-01"));
    try (Terminal terminal = corner.client().terminal(24, 80, run)) {
      terminal.shows("Portal token: ").type(token);
      terminal.shows("$ ").type("stty size").shows("24 80").type("exit 4");
      assertThat(terminal.finish().exitCode()).isEqualTo(4);
    }
    corner.evidence().shows("alice", "shell", "");
  }

  @Test
  void serves_rsync() {
    Payload file = corner.payload("tree/file", 1_000_000);
    String remote = hosts("ansible", "web-01") + ":" + corner.remote("copy/");

    well(
        corner.run(
            "rsync", "-a", "-e", DBCLIENT + " -i " + key, corner.here("tree/") + "/", remote));

    file.arrivedAt(corner.there("copy/file"));
  }

  @Test
  void takes_no_host_whose_key_it_has_not_seen() {
    SshRun.Finished run =
        corner
            .run("setsid", "--wait", DBCLIENT, "-i", key, hosts("ansible", "web-02"), "echo in")
            .reading("n\n")
            .finish();

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.error()).contains("'web-02' is not in the trusted hosts file");
    assertThat(run.output()).isEmpty();
  }

  /**
   * Both hosts; with {@code ^} before the port instead of a slash, which rsync takes for a path.
   */
  private String hosts(String user, String target) {
    return user + "@127.0.0.1^" + corner.lab().bastionPort() + ",deploy@" + target;
  }
}
