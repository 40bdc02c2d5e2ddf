package io.sallyport.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivateFileTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final TestFolder folder;
  private final Path file;

  PrivateFileTest(@TempDir Path path) {
    folder = new TestFolder(path);
    file = path.resolve("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rwx------"})
  void fileOfItsOwnerOnly_isRead(String mode) throws IOException {
    folder.write("file", "content", mode);
    assertThat(PrivateFile.read(file)).isEqualTo(CONTENT);
    assertThat(PrivateFile.readText(file)).isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rw-r-----",
        "rw--w----",
        "rw---x---",
        "rw----r--",
        "rw-----w-",
        "rw------x",
        "rw-rw-rw-"
      })
  void fileThatOthersHaveAnyRightTo_isUnsafe(String mode) {
    folder.write("file", "content", mode);
    assertUnsafe(file, "is open to group or others (" + mode + "); run: chmod 600 " + file);
  }

  @Test
  void symbolicLink_isUnsafe_evenToAPrivateFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.path().resolve("link"), file);
    folder.write("file", "content", "rw-------");
    assertUnsafe(link, "is a symbolic link; name the file itself");
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipe_isUnsafe_andNotWaitedFor() throws IOException, InterruptedException {
    new ProcessBuilder("mkfifo", "-m", "600", file.toString()).start().waitFor();
    assertUnsafe(file, "is not a regular file; name one");
  }

  @Test
  void folder_isNotAFile() {
    assertUnsafe(folder.path(), "is not a regular file; name one");
  }

  @Test
  void missingFile_isNotUnsafe() {
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> PrivateFile.read(file));
  }

  @Test
  void fileOfSomebodyElse_isUnsafe_withTheCommandThatHelps() throws IOException {
    folder.write("file", "content", "rw-------");
    int owner = (Integer) Files.getAttribute(file, "unix:uid");

    new FileSafety(Set.of(owner)).requirePrivateFile(file);
    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> new FileSafety(Set.of(owner + 1)).requirePrivateFile(file))
        .withMessage(
            "%s belongs to user %s; run: chown %s %s",
            file, Files.getOwner(file).getName(), ProcessUser.name(), file);
  }

  @Test
  void trustedOwners_areTheProcessesUserAndRoot() throws IOException {
    int self = (Integer) Files.getAttribute(Files.createFile(file), "unix:uid");
    assertThat(FileSafety.ofThisProcess().trusted()).containsOnly(0, self);
  }

  @Test
  void size_isAllowedToBe1MiB_andRefusedBeyond() throws IOException {
    PrivateFile.write(file, new byte[1 << 20]);
    assertThat(PrivateFile.read(file)).hasSize(1 << 20);

    PrivateFile.write(file, new byte[(1 << 20) + 1]);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> PrivateFile.read(file))
        .withMessage("it is larger than 1 MiB");
  }

  @Test
  void textThatIsNotUtf8_isRefused() throws IOException {
    PrivateFile.write(file, new byte[] {(byte) 0xC3});
    assertThatExceptionOfType(CharacterCodingException.class)
        .isThrownBy(() -> PrivateFile.readText(file));
  }

  @Test
  void writtenFile_isPrivate_andTheOnlyNewOne() throws IOException {
    PrivateFile.write(file, CONTENT);
    assertThat(PrivateFile.read(file)).isEqualTo(CONTENT);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
    assertThat(namesIn(folder.path())).containsExactly("file");
  }

  @Test
  void writing_replacesAnOpenFileByAPrivateOne_inOneStep() throws IOException {
    folder.write("file", "old", "rw-rw-rw-");
    try (var reader = Files.newInputStream(file)) {
      PrivateFile.write(file, CONTENT);
      assertThat(reader.readAllBytes()).asString(UTF_8).isEqualTo("old");
    }
    assertThat(PrivateFile.read(file)).isEqualTo(CONTENT);
  }

  @Test
  void writing_replacesALink_notWhatItPointsTo() throws IOException {
    Path target = folder.write("target", "old", "rw-------");
    Files.createSymbolicLink(file, target);
    PrivateFile.write(file, CONTENT);
    assertThat(PrivateFile.read(file)).isEqualTo(CONTENT);
    assertThat(target).hasContent("old");
  }

  @Test
  void failedWriting_leavesNothingBehind() throws IOException {
    Files.createDirectories(file.resolve("in the way"));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> PrivateFile.write(file, CONTENT));
    assertThat(namesIn(folder.path())).containsExactly("file");
  }

  @Test
  void missingFolder_isMadeForItsOwnerOnly_withThoseAboveIt() throws IOException {
    Path outer = folder.path().resolve("outer");
    PrivateFile.createFolder(outer.resolve("inner"));
    assertThat(Files.getPosixFilePermissions(outer)).isEqualTo(fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(outer.resolve("inner")))
        .isEqualTo(fromString("rwx------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwx------", "rwxr-xr-x", "r-x------"})
  void existingFolder_staysAsItIs(String mode) throws IOException {
    Path existing = Files.createDirectory(folder.path().resolve("existing"));
    Files.setPosixFilePermissions(existing, fromString(mode));
    PrivateFile.createFolder(existing);
    assertThat(Files.getPosixFilePermissions(existing)).isEqualTo(fromString(mode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx-w----", "rwxrwxrwx", "rwx----w-"})
  void existingFolderThatOthersCanChange_isUnsafe(String mode) throws IOException {
    Path existing = Files.createDirectory(folder.path().resolve("existing"));
    Files.setPosixFilePermissions(existing, fromString(mode));
    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> PrivateFile.createFolder(existing))
        .withMessage(
            "%1$s can be changed by group or others (%2$s); run: chmod 700 %1$s", existing, mode);
  }

  @Test
  void fileOrLinkInPlaceOfTheFolder_isUnsafe() throws IOException {
    folder.write("file", "", "rw-------");
    Path link = Files.createSymbolicLink(folder.path().resolve("link"), folder.path());
    for (Path path : List.of(file, link)) {
      assertThatExceptionOfType(UnsafeFileException.class)
          .isThrownBy(() -> PrivateFile.createFolder(path))
          .withMessage(path + " is not a folder; move it away or name another");
    }
  }

  @Test
  void folderOfSomebodyElse_isUnsafe() throws IOException {
    int owner = (Integer) Files.getAttribute(folder.path(), "unix:uid");
    new FileSafety(Set.of(owner)).requireOwnFolder(folder.path());
    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> new FileSafety(Set.of(owner + 1)).requireOwnFolder(folder.path()))
        .withMessageContaining("belongs to user");
  }

  private static void assertUnsafe(Path path, String fault) {
    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> PrivateFile.read(path))
        .withMessage(path + " " + fault);
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
