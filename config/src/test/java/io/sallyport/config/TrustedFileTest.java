package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedFileTest {
  private static final int DAEMON = 4711;

  private final TestFolder folder;
  private final Path file;

  TrustedFileTest(@TempDir Path path) {
    folder = new TestFolder(path);
    file = path.resolve("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rw-r-----", "r--r-----"})
  void fileOfRoots_thatItsGroupMayRead_isReadByDaemonAndRoot(String mode) throws IOException {
    assumeTrue(ProcessUser.id() == 0, "needs root");
    folder.write("file", "content", mode);

    assertThat(TrustedFile.readText(file)).isEqualTo("content");
    assertThatCode(() -> new FileSafety(Set.of(0, DAEMON)).requireTrustedFile(file))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw---x---", "rw-rw----", "rw----r--", "rw-r--r--"})
  void fileThatOthersCanRead_orTheGroupCanChange_isUnsafe(String mode) {
    assumeTrue(ProcessUser.id() == 0, "needs root");
    folder.write("file", "content", mode);

    assertUnsafe(
        new FileSafety(Set.of(0)),
        "is open to others, or its group can change it (" + mode + "); run: chmod 640 " + file);
  }

  @Test
  void fileOfTheDaemonsOwn_isItsOwnOnly() throws IOException {
    assumeTrue(ProcessUser.id() == 0, "needs root");
    folder.write("file", "content", "rw-r-----");
    Files.setAttribute(file, "unix:uid", DAEMON);

    assertUnsafe(
        new FileSafety(Set.of(0, DAEMON)),
        "is open to group or others (rw-r-----); run: chmod 600 " + file);
  }

  @Test
  void fileOfSomebodyElse_isUnsafe() throws IOException {
    assumeTrue(ProcessUser.id() == 0, "needs root");
    folder.write("file", "content", "rw-------");
    Files.setAttribute(file, "unix:uid", DAEMON + 1);

    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> new FileSafety(Set.of(0, DAEMON)).requireTrustedFile(file))
        .withMessageContaining("belongs to user");
  }

  @Test
  void symbolicLink_isUnsafe() throws IOException {
    folder.write("file", "content", "rw-------");
    Path link = Files.createSymbolicLink(folder.path().resolve("link"), file);

    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> TrustedFile.readText(link))
        .withMessageContaining("is a symbolic link");
  }

  private void assertUnsafe(FileSafety safety, String problem) {
    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> safety.requireTrustedFile(file))
        .withMessage(file + " " + problem);
  }
}
