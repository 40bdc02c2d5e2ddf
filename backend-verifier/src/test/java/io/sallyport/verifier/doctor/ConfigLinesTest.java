package io.sallyport.verifier.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.verifier.doctor.ConfigLines.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLinesTest {
  @TempDir Path folder;

  @Test
  void lines_stand_in_the_order_in_which_sshd_reads_them() throws IOException {
    Path dropIns = Files.createDirectory(folder.resolve("d"));
    Path second = Files.writeString(dropIns.resolve("20.conf"), "UsePAM no\n");
    Path first =
        Files.writeString(dropIns.resolve("10.conf"), "Match User a\n  X11Forwarding no\n");
    Files.writeString(dropIns.resolve("05.conf~"), "Port 23\n");
    Path main =
        Files.writeString(
            folder.resolve("sshd_config"),
            "# a comment\nport=22\n\nInclude %s/*.conf\n Banner \"/etc/issue\"\n"
                .formatted(dropIns));

    assertThat(ConfigLines.of(main).all())
        .containsExactly(
            new Line(main, 2, false, "port", "22"),
            new Line(main, 4, false, "include", dropIns + "/*.conf"),
            new Line(first, 1, true, "match", "User a"),
            new Line(first, 2, true, "x11forwarding", "no"),
            new Line(second, 1, false, "usepam", "no"),
            new Line(main, 5, false, "banner", "/etc/issue"));
  }

  @Test
  void file_that_includes_itself_ends_where_sshd_would() throws IOException {
    Path main = folder.resolve("sshd_config");
    Files.writeString(main, "Include " + main + "\n");

    assertThat(ConfigLines.of(main).of("include")).hasSize(17);
  }

  @Test
  void line_in_a_block_wins_over_a_later_one_and_over_none_in_a_block() {
    Line outside = new Line(folder, 1, false, "usepam", "no");
    Line inside = new Line(folder, 2, true, "usepam", "no");

    assertThat(outside.winsOver(outside)).isTrue();
    assertThat(inside.winsOver(outside)).isTrue();
    assertThat(inside.winsOver(inside)).isTrue();
    assertThat(outside.winsOver(inside)).isFalse();
    assertThat(inside.winsOver(new Line(folder, 3, true, "banner", "x"))).isFalse();
  }
}
