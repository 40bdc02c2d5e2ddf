package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/bin/bash", "/etc/skel", "/opt/a-b_c+d.e/x"})
  void path_isFine(String path) {
    assertThatCode(() -> SafePath.require("it", path)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "bin/bash",
        "/home/../etc",
        "//bin/bash",
        "/home/",
        "/home/.x",
        "/bin/ba sh",
        "/bin/bash;id",
        "/bin/$(id)",
        "/bin/`id`",
        "/home/a:b",
        "/home/a\nb",
        "/bin/\"x",
        "/a\\b"
      })
  void path_thatCouldMeanSomethingElse_isRefused(String path) {
    assertThatThrownBy(() -> SafePath.require("it", path)).hasMessageContaining("absolute path");
  }

  @Test
  void folder_ofTheUsersOwn_isFine() throws IOException {
    SafePath.requireRoots(Files.createDirectory(folder.resolve("skel")));
  }

  @Test
  void folder_thatOthersCanChange_orThatBelongsToThem_isRefused() throws IOException {
    Path skel = Files.createDirectory(folder.resolve("skel"));
    Files.setPosixFilePermissions(skel, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThatThrownBy(() -> SafePath.requireRoots(skel)).hasMessageContaining("chmod go-w");

    Files.setPosixFilePermissions(skel, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(skel, "unix:uid", 65534);
    assertThatThrownBy(() -> SafePath.requireRoots(skel)).hasMessageContaining("chown root");
    assertThatThrownBy(() -> SafePath.requireRoots(skel.resolve("below")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void folder_thatIsMissing_orIsAFile_isRefused() throws IOException {
    Path homes = folder.resolve("homes");
    assertThatThrownBy(() -> SafePath.requireFolder("home_prefix", homes))
        .hasMessageContaining("install -d -m 755 " + homes);

    Files.writeString(homes, "");
    assertThatThrownBy(() -> SafePath.requireFolder("home_prefix", homes))
        .hasMessageContaining("is no folder");
  }

  @Test
  void skeleton_withALinkOrAFileOfSomebodyElse_isRefused() throws IOException {
    Path skel = Files.createDirectories(folder.resolve("skel/deep"));
    Path file = Files.writeString(skel.resolve(".profile"), "");
    SafePath.requireSkeleton(folder.resolve("skel"));

    Path link = Files.createSymbolicLink(skel.resolve("link"), Path.of("/etc/shadow"));
    assertThatThrownBy(() -> SafePath.requireSkeleton(folder.resolve("skel")))
        .hasMessageContaining("symbolic link");

    Files.delete(link);
    Files.setAttribute(file, "unix:uid", 65534);
    assertThatThrownBy(() -> SafePath.requireSkeleton(folder.resolve("skel")))
        .hasMessageContaining("chown root");
  }

  @Test
  void link_anywhereInThePath_isRefused() throws IOException {
    Files.createDirectories(folder.resolve("real/skel"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));

    assertThatThrownBy(() -> SafePath.requireRoots(folder.resolve("link/skel")))
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> SafePath.requireRoots(folder.resolve("link")))
        .hasMessageContaining("symbolic link");
  }
}
