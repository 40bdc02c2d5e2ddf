package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
@DisplayName("lftp")
class LftpIT {
  private final Corner corner;

  LftpIT(Lab lab) {
    corner = new Corner(lab, "lftp");
  }

  @Test
  void puts_lists_renames_and_gets() {
    Payload file = corner.payload("file", 1_000_000);

    SshRun.Finished run =
        lftp("put " + file.file(), "mv file renamed", "cls -1", "get renamed -o " + here("back"));

    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.output()).contains("renamed");
    file.arrivedAt(corner.there("renamed"));
    file.arrivedAt(corner.here("back"));
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }

  @Test
  void mirrors_a_tree_with_several_files_at_once() {
    Payload one = corner.payload("tree/one", 300_000);
    Payload two = corner.payload("tree/deep/two", 300_000);

    SshRun.Finished run =
        lftp(
            "mirror -R --parallel=2 " + here("tree") + " copy",
            "mirror --parallel=2 copy " + here("back"));

    assertThat(run.exitCode()).as(run.error()).isZero();
    one.arrivedAt(corner.there("copy/one"));
    two.arrivedAt(corner.there("copy/deep/two"));
    one.arrivedAt(corner.here("back/one"));
    two.arrivedAt(corner.here("back/deep/two"));
  }

  @Test
  void fails_when_a_command_fails() {
    assertThat(lftp("get no-such-file").exitCode()).isNotZero();
  }

  private String here(String file) {
    return corner.here(file).toString();
  }

  /** Runs these commands in the folder of this test on the backend. */
  private SshRun.Finished lftp(String... commands) {
    String script =
        """
        set cmd:fail-exit yes
        set net:max-retries 1
        set sftp:connect-program "%s -a -x"
        open -u deploy, sftp://web-01
        cd %s
        """
            .formatted(corner.ssh(), corner.remote(""));
    return corner.run("lftp", "-c", script + String.join("\n", commands)).finish();
  }
}
