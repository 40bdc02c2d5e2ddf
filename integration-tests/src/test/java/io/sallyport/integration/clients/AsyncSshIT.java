package io.sallyport.integration.clients;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** It knows {@code @cert-authority}, so one line in its known_hosts is enough. */
@ExtendWith(SharedLab.class)
@DisplayName("AsyncSSH")
class AsyncSshIT {
  private static final PythonScript SCRIPT = PythonScript.of("with_asyncssh.py");

  private final Corner corner;
  private final Payload file;
  private final Path knownHosts;

  AsyncSshIT(Lab lab) {
    corner = new Corner(lab, "asyncssh");
    file = corner.payload("file", 1_000_000);
    knownHosts = lab.folder().clientKnownHosts();
  }

  @Test
  void runs_commands_and_a_shell_and_copies_with_the_key_of_a_service_account() {
    SCRIPT.asAutomation(corner, knownHosts, file);

    file.arrivedAt(corner.here("file.scp"));
    corner.evidence().shows("ansible", "exec", "sha256sum; echo problem");
    corner.evidence().shows("ansible", "shell", "");
    corner.evidence().shows("ansible", "subsystem", "sftp");
    corner.evidence().shows("ansible", "exec", "scp -");
    corner.evidence().shows("ansible", "exec", "echo session 7");
  }

  @Test
  void runs_commands_and_a_shell_and_copies_with_a_persons_token() {
    SCRIPT.asAlice(corner, knownHosts, file);

    corner.evidence().shows("alice", "subsystem", "sftp");
  }
}
