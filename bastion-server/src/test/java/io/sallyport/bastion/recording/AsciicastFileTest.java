package io.sallyport.bastion.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.recording.TestRecording.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AsciicastFileTest {

  private final Path folder;
  private final Path cast;
  private final HandClock clock = new HandClock();

  AsciicastFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.cast = folder.resolve("channel-1.cast");
  }

  @Test
  @DisplayName("the format on disk is asciicast version 2")
  void file_isAsciicastVersion2() throws IOException {
    AsciicastFile file = create("");
    output(file, "$ ");
    clock.advance(Duration.ofMillis(1234));
    file.resize(file.now(), new Program.Size(100, 50));
    clock.advance(Duration.ofSeconds(60));
    output(file, "é\u001b[1m\r\n");
    file.close();

    assertThat(Files.readAllLines(cast))
        .containsExactly(
            "{\"version\":2,\"width\":80,\"height\":24,\"timestamp\":1795348800,"
                + "\"env\":{\"TERM\":\"xterm-256color\"}}",
            "[0.0,\"o\",\"$ \"]",
            "[1.234,\"r\",\"100x50\"]",
            "[61.234,\"o\",\"é\\u001B[1m\\r\\n\"]");
  }

  @Test
  void command_standsInTheHeader() throws IOException {
    create("top -b").close();

    assertThat(Files.readString(cast)).contains("\"command\":\"top -b\"");
  }

  @Test
  @DisplayName("N42 neither TERM nor the command can forge a line")
  void header_isOneLine() throws IOException {
    var terminal = new Program.Terminal("x\n[0,\"o\",\"forged\"]\u001b", new Program.Size(1, -1));
    AsciicastFile.create(folder, "channel-1", terminal, "a\nb", clock).close();

    assertThat(Files.readAllLines(cast)).hasSize(1);
  }

  @Test
  void characterCutInTwo_isWrittenWithItsRest() throws IOException {
    AsciicastFile file = create("");
    file.output(Stream.STDOUT, 0, new byte[] {(byte) 0xc3});
    file.output(Stream.STDOUT, 1000, new byte[] {(byte) 0xa9});
    file.close();

    assertThat(Files.readAllLines(cast)).hasSize(2).last().isEqualTo("[1.0,\"o\",\"é\"]");
  }

  @Test
  void everyLine_isOnDiskWhenTheNextIsWritten() throws IOException {
    AsciicastFile file = create("");
    output(file, "seen at once");

    assertThat(Files.readAllLines(cast)).hasSize(2);
    file.close();
  }

  private AsciicastFile create(String command) throws IOException {
    return AsciicastFile.create(folder, "channel-1", TestRecording.TERMINAL, command, clock);
  }

  private static void output(AsciicastFile file, String text) throws IOException {
    file.output(Stream.STDOUT, file.now(), text.getBytes(UTF_8));
  }
}
