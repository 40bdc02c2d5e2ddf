package io.sallyport.integration.clients;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.Tool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
@DisplayName("The OpenSSH of this system")
class SystemOpenSshIT extends OpenSshContract {

  SystemOpenSshIT(Lab lab) {
    super(lab, "", keyExchange());
  }

  /** The post-quantum key exchange that it prefers; mlkem768x25519 came with OpenSSH 9.9. */
  private static String keyExchange() {
    boolean mlkem = Tool.run("ssh", "-Q", "kex").contains("mlkem768x25519-sha256");
    return mlkem ? "mlkem768x25519-sha256" : "sntrup761x25519-sha512";
  }
}
