package io.sallyport.verifier.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of one page. */
final class WholeLineTest {
  private static final int PAGE = 4096;
  private static final String LINE = "0123456789".repeat(10) + "\n";

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString()) == 0);
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", disk.toString());
  }

  @Test
  void lineThatTheDiskCuts_leavesNothing_andTheNextIsOneOfItsOwn() throws IOException {
    Path file = disk.resolve("file");
    int fitting = PAGE / LINE.length();
    for (int i = 0; i < fitting; i++) {
      WholeLine.appendOrCreate(file, LINE);
    }
    assertThatThrownBy(() -> WholeLine.append(file, LINE)).isInstanceOf(IOException.class);
    WholeLine.append(file, "short\n");

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(fitting + 1);
    assertThat(lines.getLast()).isEqualTo("short");
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
