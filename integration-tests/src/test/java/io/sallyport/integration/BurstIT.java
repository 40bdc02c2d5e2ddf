package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Many logins at once on a backend with the MaxStartups that sshd has by default: it closes
 * connections once ten are not logged in, and to it all come from one address.
 */
@DisplayName("A burst of logins")
class BurstIT {
  private static final int LOGINS = 120;

  /** More than sshd takes, and not so many that two cores need a connection's 10 s to compute. */
  private static final int AT_ONCE = 24;

  private static final Duration LIMIT = Duration.ofMinutes(4);

  @Test
  void on_a_backend_that_drops_connections_succeeds_to_the_last_one() throws IOException {
    LabPlan plan =
        LabPlan.inFreshFolder()
            .withBackend(BackendKind.OPENSSH)
            .withSshdLines("MaxStartups 10:30:100\n");
    try (Lab lab = Lab.start(plan)) {
      SshRun.Finished burst = lab.client().command("sh", "-c", script(lab)).within(LIMIT).finish();

      assertThat(burst.output()).as(burst.error()).isEmpty();
      assertThat(burst.exitCode()).isZero();
      assertThat(Files.readString(lab.folder().log("bastion")))
          .containsPattern("web-01 took a connection at try [0-9]+, and closed those before");
    }
  }

  /**
   * Prints the numbers of the logins that failed. They share the connection to the bastion, which
   * is not what is tested and takes a third of the time.
   */
  private static String script(Lab lab) {
    Path config = lab.folder().path().resolve("shared_ssh_config");
    Path master = lab.folder().path().resolve("master");
    LabFolder.write(
        config,
        "Host bastion\n ControlPath %s\nMatch all\n Include %s\n"
            .formatted(master, lab.folder().sshConfig()));
    String ssh = "ssh -F " + config + " -o BatchMode=yes ";
    return """
    %1$s -f -M -N ansible@bastion
    seq %2$d | xargs -P %3$d -I{} sh -c '%1$s -J ansible@bastion deploy@web-01 true || echo {}'
    %1$s -O exit ansible@bastion 2>/dev/null
    """
        .formatted(ssh, LOGINS, AT_ONCE);
  }
}
