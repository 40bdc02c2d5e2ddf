package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
@DisplayName("rsync")
class RsyncIT {
  private static final int SIZE = 2_000_000;

  private final Corner corner;

  RsyncIT(Lab lab) {
    corner = new Corner(lab, "rsync");
  }

  @Test
  void copies_a_tree_there_and_back() {
    Payload big = corner.payload("tree/big", SIZE);
    Payload deep = corner.payload("tree/with space/deep", 5_000);

    rsync(corner.here("tree/").toString() + "/", remote("copy/"));
    big.arrivedAt(corner.there("copy/big"));
    deep.arrivedAt(corner.there("copy/with space/deep"));

    rsync(remote("copy/"), corner.here("back").toString());
    big.arrivedAt(corner.here("back/big"));
    deep.arrivedAt(corner.here("back/with space/deep"));
    corner.evidence().shows("ansible", "exec", "rsync --server");
    corner.evidence().shows("ansible", "exec", "rsync --server --sender");
  }

  @Test
  void sends_only_the_difference_and_deletes_what_is_gone() throws IOException {
    Payload before = corner.payload("tree/big", SIZE);
    corner.payload("tree/gone", 10);
    rsync(corner.here("tree/") + "/", remote("copy/"));
    Files.writeString(before.file(), "one more line\n", StandardOpenOption.APPEND);
    Files.delete(corner.here("tree/gone"));

    String said = rsync("--delete", "--stats", corner.here("tree/") + "/", remote("copy/"));

    new Payload(before.file(), Payload.sha256(before.file())).arrivedAt(corner.there("copy/big"));
    assertThat(corner.there("copy/gone")).doesNotExist();
    assertThat(said).contains("Number of deleted files: 1 ");
    assertThat(bytesSent(said)).isLessThan(SIZE / 10);
  }

  @Test
  void learns_the_exit_status_of_a_failure_on_the_other_side() {
    corner.payload("file", 10);

    var run =
        corner
            .run(
                "rsync",
                "-e",
                corner.ssh(),
                corner.here("file").toString(),
                Corner.TARGET + ":no-such/folder/file")
            .finish();

    assertThat(run.exitCode()).as(run.error()).isEqualTo(3); // "errors selecting files"
  }

  private String remote(String file) {
    return Corner.TARGET + ":" + corner.remote(file);
  }

  private String rsync(String... arguments) {
    String[] command = new String[arguments.length + 4];
    command[0] = "rsync";
    command[1] = "-a";
    command[2] = "-e";
    command[3] = corner.ssh();
    System.arraycopy(arguments, 0, command, 4, arguments.length);
    return corner.output(command);
  }

  private static long bytesSent(String stats) {
    String line = stats.lines().filter(l -> l.startsWith("Total bytes sent:")).findFirst().get();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
