package io.sallyport.bastion.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.BastionFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SallyportTest {

  private final Path folder;
  private final BastionFiles files;

  SallyportTest(@TempDir Path folder) {
    this.folder = folder;
    this.files = new BastionFiles(folder).write("http://127.0.0.1:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check", "host-ca", "hop-ca"})
  void badConfiguration_isReported_exits2_andMakesNothing(String command) {
    files.with("names: [bastion]", "nmaes: [bastion]").with("access-token}", "no-such-file}");

    Printed printed = sallyport(command);

    assertThat(printed.exitCode()).isEqualTo(2);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.err())
        .contains("bastion.yaml:2: ", "nmaes", "no-such-file")
        .doesNotContain("Exception", "\tat ");
    assertThat(folder.resolve("state")).doesNotExist();
    assertThat(folder.resolve("recordings")).doesNotExist();
    assertThat(folder.resolve("audit.jsonl")).doesNotExist();
  }

  @Test
  void check_ofGoodFiles_isSilent_exits0_andMakesNothing() {
    assertThat(sallyport("check")).isEqualTo(new Printed(0, "", ""));
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void serve_onAPortThatIsTaken_exits1WithOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      files.with("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort());

      Printed printed = sallyport("serve");

      assertThat(printed.exitCode()).isEqualTo(1);
      assertThat(printed.err()).startsWith("sallyport: could not start: ").hasLineCount(1);
    }
  }

  @Test
  void hostCa_isTheLineForKnownHosts_alwaysTheSame() {
    Printed printed = sallyport("host-ca");

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out().strip())
        .matches("@cert-authority \\* ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}");
    assertThat(sallyport("host-ca")).isEqualTo(printed);
  }

  @Test
  void hopCa_isAKeyOfItsOwn() {
    Printed printed = sallyport("hop-ca");

    assertThat(printed.out().strip())
        .matches("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}");
    assertThat(sallyport("host-ca").out()).doesNotContain(printed.out().strip());
  }

  @Test
  void commandLineThatIsWrong_exits2() {
    assertThat(Printed.by("serv").exitCode()).isEqualTo(2);
    assertThat(Printed.by("serve", "--confg", "x").exitCode()).isEqualTo(2);
  }

  private Printed sallyport(String command) {
    return Printed.by(command, "--config", files.config().toString());
  }
}
