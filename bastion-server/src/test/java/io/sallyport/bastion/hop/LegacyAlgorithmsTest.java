package io.sallyport.bastion.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.VouchingKind;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real backend that speaks what old devices speak, behind a real bastion. */
final class LegacyAlgorithmsTest extends WithBastion {

  LegacyAlgorithmsTest(@TempDir Path folder) throws IOException {
    super(folder);
    bastion.backend.onlyLegacy();
    bastion.target(
        new Target(
            "old-01",
            22,
            bastion.backend.address(),
            "default",
            true,
            VouchingKind.TOKEN,
            Optional.empty()));
    Files.writeString(
        bastion.knownHosts(), bastion.backend.knownAs("old-01"), StandardOpenOption.APPEND);
  }

  @Test
  void targetThatIsCalledLegacy_isReached() throws Exception {
    ClientSession old = client.jump(ansible(), "deploy", "old-01", 22);

    assertThat(Run.exec(old, "echo hello").stdout()).isEqualTo("hello\n");
  }

  @Test
  void anyOther_isNot() throws IOException {
    ClientSession outer = ansible();

    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    assertThat(client.told().toString()).contains("the host cannot be reached right now");
  }
}
