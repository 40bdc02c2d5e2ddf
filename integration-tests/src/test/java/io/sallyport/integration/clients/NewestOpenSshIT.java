package io.sallyport.integration.clients;

import io.sallyport.integration.NewestOpenSsh;
import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;

/** Debian sid's, which {@code integration-tests/newest-openssh} has fetched. */
@ExtendWith(SharedLab.class)
@DisplayName("The newest OpenSSH")
class NewestOpenSshIT extends OpenSshContract {
  NewestOpenSshIT(Lab lab) {
    super(lab, NewestOpenSsh.bin() + "/", "mlkem768x25519-sha256");
  }

  @BeforeAll
  static void isThere() {
    NewestOpenSsh.requireIt();
  }
}
