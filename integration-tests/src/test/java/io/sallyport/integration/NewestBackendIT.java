package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab.NewestSshd;
import io.sallyport.lab.Lab;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Everything that holds for this machine's sshd, for the newest. */
@NewestSshd
@DisplayName("The newest sshd, asked directly,")
class NewestBackendIT extends BackendIT {
  private final Lab lab;

  NewestBackendIT(Lab lab, TestIssuer issuer) {
    super(lab, issuer);
    this.lab = lab;
  }

  @BeforeAll
  static void isThere() {
    NewestOpenSsh.requireIt();
  }

  @Test
  void is_another_one_than_this_machines_and_reached_through_the_bastion() {
    assertThat(
            lab.client()
                .ssh("-J", "ansible@bastion", "-o", "BatchMode=yes", "deploy@web-01", "ssh -V 2>&1")
                .finish()
                .output())
        .matches("OpenSSH_(9\\.[89]|[1-9][0-9])[^_]*\n");
  }
}
