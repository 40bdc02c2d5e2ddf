package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedLab.class)
@DisplayName("A backend that greets with a banner of 100 KiB")
class BigBannerIT {
  private static final String LINE = "This host is a host, and who reads this has found it. ";

  private final Corner corner;
  private final Path sshdConfig;
  private String before = "";

  BigBannerIT(Lab lab) {
    corner = new Corner(lab, "banner");
    sshdConfig = lab.folder().backend().resolve("sshd_config");
  }

  @BeforeEach
  void greet() throws IOException {
    before = Files.readString(sshdConfig);
    String text = (LINE + "\n").repeat(100 * 1024 / LINE.length());
    LabFolder.write(corner.lab().folder().backend().resolve("banner"), text);
    Files.writeString(sshdConfig, before + "Banner /run/sallyport/banner\n");
    corner.lab().backend().sshServer().restart();
  }

  @AfterEach
  void greetNoMore() throws IOException {
    Files.writeString(sshdConfig, before);
    corner.lab().backend().sshServer().restart();
  }

  @Test
  void greets_those_who_come_past_the_bastion() {
    String port = "" + corner.lab().backendPort();
    SshRun.Finished run =
        corner
            .client()
            .ssh(
                "-p",
                port,
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "deploy@127.0.0.1",
                "true")
            .finish();

    assertThat(run.ok()).isFalse();
    assertThat(run.error()).hasSizeGreaterThan(90 * 1024).contains(LINE);
  }

  @Test
  void greets_those_who_come_through_the_bastion_as_well() {
    SshRun.Finished run = well(corner.client().automation("web-01", "echo in"));

    assertThat(run.output()).isEqualTo("in\n");
    assertThat(run.error()).hasSizeGreaterThan(90 * 1024).contains(LINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "-O"})
  void breaks_no_scp(String mode) {
    Payload file = corner.payload("file", 500_000);
    String remote = Corner.TARGET + ":" + corner.remote("copy");
    String back = corner.here("back").toString();

    well(corner.client().run("scp", mode, "-J", Corner.JUMP, file.file().toString(), remote));
    well(corner.client().run("scp", mode, "-J", Corner.JUMP, remote, back));

    file.arrivedAt(corner.here("back"));
  }

  @Test
  void breaks_no_sftp_and_none_of_its_text_gets_into_an_output() {
    Payload file = corner.payload("file", 500_000);
    String batch = "put %s copy\nget copy %s\n".formatted(file.file(), corner.here("back"));
    String remote = Corner.TARGET + ":" + corner.remote("");

    var sftp =
        well(corner.client().run("sftp", "-J", Corner.JUMP, "-b", "-", remote).reading(batch));
    SshRun.Finished exec = corner.client().automation("web-01", "echo in").finish();

    file.arrivedAt(corner.here("back"));
    assertThat(sftp.output()).doesNotContain(LINE);
    assertThat(exec.output()).isEqualTo("in\n");
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }
}
