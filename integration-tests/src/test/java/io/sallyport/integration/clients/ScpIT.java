package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedLab.class)
@DisplayName("scp")
class ScpIT {
  private final Corner corner;

  ScpIT(Lab lab) {
    corner = new Corner(lab, "scp");
  }

  @ParameterizedTest
  @CsvSource({"-s, subsystem, sftp", "-O, exec, scp"})
  void copies_trees_there_and_back_with_mode_and_time(String mode, String kind, String program)
      throws IOException {
    Payload big = corner.payload("tree/big", 2_000_000);
    Payload empty = corner.payload("tree/deep/empty", 0);
    FileTime past = FileTime.from(Instant.parse("2020-02-29T12:00:00Z"));
    Files.setLastModifiedTime(big.file(), past);

    scp(mode, "-rp", here("tree"), remote("copy"));
    scp(mode, "-rp", remote("copy"), here("back"));

    for (String file : new String[] {"big", "deep/empty"}) {
      Payload sent = file.equals("big") ? big : empty;
      sent.arrivedAt(corner.there("copy/" + file));
      sent.arrivedAt(corner.here("back/" + file));
    }
    assertThat(Files.getLastModifiedTime(corner.here("back/big"))).isEqualTo(past);
    corner.evidence().shows("ansible", kind, program);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "-O"})
  void copies_what_a_pattern_matches(String mode) throws IOException {
    Payload one = corner.payloadThere("one.log", 1000);
    Payload two = corner.payloadThere("two.log", 1000);
    corner.payloadThere("three.txt", 1000);
    Files.createDirectory(corner.here("logs"));

    scp(mode, remote("*.log"), here("logs"));

    one.arrivedAt(corner.here("logs/one.log"));
    two.arrivedAt(corner.here("logs/two.log"));
    assertThat(corner.here("logs/three.txt")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-s", "-O"})
  void fails_when_the_file_is_not_there(String mode) {
    SshRun.Finished run =
        corner.client().run("scp", mode, "-J", Corner.JUMP, remote("no"), here("no")).finish();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.error()).contains("No such file or directory");
  }

  private void scp(String mode, String... arguments) {
    String[] words = new String[arguments.length + 3];
    words[0] = mode;
    words[1] = "-J";
    words[2] = Corner.JUMP;
    System.arraycopy(arguments, 0, words, 3, arguments.length);
    Corner.well(corner.client().run("scp", words));
  }

  private String here(String file) {
    return corner.here(file).toString();
  }

  private String remote(String file) {
    return Corner.TARGET + ":" + corner.remote(file);
  }
}
