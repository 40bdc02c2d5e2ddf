package io.sallyport.integration.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Installation;
import io.sallyport.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;

/** Debian sid's, which {@code integration-tests/newest-openssh} has fetched. */
@ExtendWith(SharedLab.class)
@DisplayName("The newest OpenSSH")
class NewestOpenSshIT extends OpenSshContract {
  private static final Path FOLDER =
      Path.of(System.getProperty(Installation.ROOT_PROPERTY, ""))
          .resolve("integration-tests/target/newest-openssh");

  NewestOpenSshIT(Lab lab) {
    super(lab, FOLDER.resolve("bin") + "/", "mlkem768x25519-sha256");
  }

  @BeforeAll
  static void isThere() throws IOException {
    Path missing = FOLDER.resolve("missing");
    String why =
        Files.exists(missing)
            ? Files.readString(missing)
            : "it is not there; fetch it first: integration-tests/newest-openssh " + FOLDER;
    assumeTrue(Files.isExecutable(FOLDER.resolve("bin/ssh")), why);
  }
}
