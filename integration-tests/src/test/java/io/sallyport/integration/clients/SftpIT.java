package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
@DisplayName("sftp")
class SftpIT {
  private final Corner corner;

  SftpIT(Lab lab) {
    corner = new Corner(lab, "sftp");
  }

  @Test
  void does_all_that_a_batch_asks_for() {
    Payload big = corner.payload("big", 3_000_000);
    Payload tree = corner.payload("tree/deep/leaf", 10_000);

    SshRun.Finished run =
        sftp(
            "put " + big.file(),
            "rename big renamed",
            "ls -l renamed",
            "get renamed " + corner.here("back"),
            "put -R " + corner.here("tree") + " tree",
            "get -R tree " + corner.here("tree-back"),
            "symlink renamed link",
            "chmod 600 renamed",
            "rm tree/deep/leaf",
            "rmdir tree/deep",
            "rmdir tree",
            "ls -1");

    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.output()).contains("3000000").endsWith("ls -1\nlink\nrenamed\n");
    big.arrivedAt(corner.there("renamed"));
    big.arrivedAt(corner.here("back"));
    tree.arrivedAt(corner.here("tree-back/deep/leaf"));
    assertThat(corner.there("tree")).doesNotExist();
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }

  @Test
  void goes_on_with_a_copy_that_was_cut() throws IOException {
    Payload big = corner.payload("big", 1_000_000);
    byte[] half = Arrays.copyOf(Files.readAllBytes(big.file()), 400_000);
    Files.write(corner.here("back"), half);

    SshRun.Finished run = sftp("put " + big.file(), "reget big " + corner.here("back"));

    assertThat(run.exitCode()).as(run.error()).isZero();
    big.arrivedAt(corner.here("back"));
  }

  @Test
  void stops_at_the_first_command_that_fails() {
    SshRun.Finished run = sftp("get no-such-file", "mkdir never");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(corner.there("never")).doesNotExist();
  }

  /** Runs these commands in the folder of this test on the backend. */
  private SshRun.Finished sftp(String... commands) {
    return corner
        .client()
        .run("sftp", "-J", Corner.JUMP, "-b", "-", Corner.TARGET + ":" + corner.remote(""))
        .reading(String.join("\n", commands) + "\n")
        .finish();
  }
}
