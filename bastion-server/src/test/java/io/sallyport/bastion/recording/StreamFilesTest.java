package io.sallyport.bastion.recording;

import static io.sallyport.bastion.recording.TestRecording.exec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamFilesTest {

  private static final long LIMIT = 1 << 20;

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
    StreamFiles files = StreamFiles.create(folder, 1, LIMIT);

    files.output(Stream.STDOUT, 0, out);
    files.output(Stream.STDERR, 0, err);
    files.output(Stream.STDOUT, 0, new byte[] {0, 1});
    files.close();

    assertThat(folder.resolve("channel-1.stdout")).hasBinaryContent(concat(out, new byte[] {0, 1}));
    assertThat(folder.resolve("channel-1.stderr")).hasBinaryContent(err);
  }

  @ParameterizedTest(name = "of {0} bytes {1} are kept")
  @CsvSource({"9,9", "10,10", "11,10", "1000,10"})
  void beginningOfAStream_isKept_andAllOfItHashed(int length, int kept)
      throws IOException, NoSuchAlgorithmException {
    byte[] out = new byte[length];
    new Random(3).nextBytes(out);
    StreamFiles files = StreamFiles.create(folder, 5, 10);
    files.output(Stream.STDOUT, 0, Arrays.copyOf(out, 4));
    files.output(Stream.STDOUT, 0, Arrays.copyOfRange(out, 4, length));

    assertThat(files.close())
        .containsExactly(
            new Fact.StreamEnd(5, Stream.STDOUT, length, kept, sha256(out)),
            new Fact.StreamEnd(5, Stream.STDERR, 0, 0, sha256(new byte[0])));
    assertThat(folder.resolve("channel-5.stdout")).hasBinaryContent(Arrays.copyOf(out, kept));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void programThatWroteNothing_hasEmptyFiles() throws IOException {
    StreamFiles.create(folder, 1, LIMIT).close();

    assertThat(folder.resolve("channel-1.stdout")).isEmptyFile();
    assertThat(folder.resolve("channel-1.stderr")).isEmptyFile();
  }

  @Test
  void fileThatIsThere_isNotWrittenOver() throws IOException {
    Files.writeString(folder.resolve("channel-1.stderr"), "before");

    assertThatThrownBy(() -> StreamFiles.create(folder, 1, LIMIT))
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
      ChannelFiles.create(folder, i + 1, programs.get(i), LIMIT, Clock.systemUTC()).close();
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
