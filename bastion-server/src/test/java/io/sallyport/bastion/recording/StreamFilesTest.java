package io.sallyport.bastion.recording;

import static io.sallyport.bastion.recording.TestRecording.exec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamFilesTest {

  private final Path folder;

  StreamFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void streams_areKeptApart_byteForByte() throws IOException {
    byte[] out = new byte[100_000];
    byte[] err = new byte[7];
    new Random(1).nextBytes(out);
    new Random(2).nextBytes(err);
    StreamFiles files = StreamFiles.create(folder, "channel-1");

    files.output(Stream.STDOUT, 0, out);
    files.output(Stream.STDERR, 0, err);
    files.output(Stream.STDOUT, 0, new byte[] {0, 1});
    files.close();

    assertThat(folder.resolve("channel-1.stdout")).hasBinaryContent(concat(out, new byte[] {0, 1}));
    assertThat(folder.resolve("channel-1.stderr")).hasBinaryContent(err);
  }

  @Test
  void programThatWroteNothing_hasEmptyFiles() throws IOException {
    StreamFiles.create(folder, "channel-1").close();

    assertThat(folder.resolve("channel-1.stdout")).isEmptyFile();
    assertThat(folder.resolve("channel-1.stderr")).isEmptyFile();
  }

  @Test
  void fileThatIsThere_isNotWrittenOver() throws IOException {
    Files.writeString(folder.resolve("channel-1.stderr"), "before");

    assertThatThrownBy(() -> StreamFiles.create(folder, "channel-1"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve("channel-1.stderr")).hasContent("before");
  }

  @Test
  void kindOfProgram_decidesWhichFilesThereAre() throws IOException {
    var terminal = Optional.of(TestRecording.TERMINAL);
    List<Program> programs =
        List.of(
            new Program.Shell(terminal),
            new Program.Shell(Optional.empty()),
            exec("id"),
            new Program.Exec("top", terminal),
            new Program.Subsystem("sftp"),
            new Program.Subsystem("netconf"));
    for (int i = 0; i < programs.size(); i++) {
      ChannelFiles.create(folder, i + 1, programs.get(i), Clock.systemUTC()).close();
    }

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "channel-1.cast",
              "channel-2.stdout",
              "channel-2.stderr",
              "channel-3.stdout",
              "channel-3.stderr",
              "channel-4.cast",
              "channel-6.stdout",
              "channel-6.stderr");
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
