package io.sallyport.integration.clients;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** It has no AES-GCM before version 3.5, and it trusts plain host keys only. */
@ExtendWith(SharedLab.class)
@DisplayName("paramiko")
class ParamikoIT {
  private static final PythonScript SCRIPT = PythonScript.of("with_paramiko.py");

  private final Corner corner;
  private final Payload file;
  private final Path knownHosts;

  ParamikoIT(Lab lab) {
    corner = new Corner(lab, "paramiko");
    file = corner.payload("file", 1_000_000);
    knownHosts = PlainHostKeys.learn(corner, corner.here("known_hosts"));
  }

  @Test
  void runs_commands_and_a_shell_and_copies_with_the_key_of_a_service_account() {
    SCRIPT.asAutomation(corner, knownHosts, file);

    corner.evidence().shows("ansible", "exec", "sha256sum; echo problem");
    corner.evidence().shows("ansible", "shell", "");
    corner.evidence().shows("ansible", "subsystem", "sftp");
    corner.evidence().shows("ansible", "exec", "echo session 7");
  }

  @Test
  void runs_commands_and_a_shell_and_copies_with_a_persons_token_as_password() {
    SCRIPT.asAlice(corner, knownHosts, file);

    corner.evidence().shows("alice", "subsystem", "sftp");
  }
}
