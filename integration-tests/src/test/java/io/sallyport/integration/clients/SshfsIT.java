package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Lab;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedLab.class)
@DisplayName("sshfs")
class SshfsIT {
  private final Corner corner;
  private final Path mount;

  SshfsIT(Lab lab) throws IOException {
    corner = new Corner(lab, "sshfs");
    mount = Files.createDirectory(corner.here("mount"));
  }

  @BeforeAll
  static void mountsAreAllowedHere() {
    assumeTrue(Files.isWritable(Path.of("/dev/fuse")), "this machine has no /dev/fuse to write to");
  }

  @AfterEach
  void unmount() {
    Tool.attempt("", "fusermount3", "-u", "-q", "-z", mount.toString());
  }

  @Test
  void mounts_through_a_jump_and_everything_can_be_done_to_files() throws IOException {
    mount("ProxyJump=" + Corner.JUMP);

    Payload big = Payload.random(mount.resolve("big"), 2_000_000);
    Files.move(mount.resolve("big"), mount.resolve("renamed"));
    Files.createDirectory(mount.resolve("folder"));
    Files.writeString(mount.resolve("folder/small"), "small");
    Files.delete(mount.resolve("folder/small"));

    assertThat(names(mount)).containsExactly("folder", "renamed");
    big.arrivedAt(mount.resolve("renamed"));
    big.arrivedAt(corner.there("renamed"));
    assertThat(names(corner.there("folder"))).isEmpty();
    Tool.run("fusermount3", "-u", mount.toString());
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }

  @Test
  void mounts_with_an_ssh_command_of_ones_own_and_reads_what_is_there() throws IOException {
    Payload there = corner.payloadThere("there", 500_000);
    mount("ssh_command=" + corner.ssh());

    there.arrivedAt(mount.resolve("there"));
    Payload.random(mount.resolve("there"), 10);
    assertThat(Files.size(corner.there("there"))).isEqualTo(10);
  }

  private void mount(String option) {
    String config = corner.lab().folder().sshConfig().toString();
    String remote = Corner.TARGET + ":" + corner.remote("");
    well(corner.run("sshfs", "-F", config, "-o", option, remote, mount.toString()));
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }
}
