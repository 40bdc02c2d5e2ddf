package io.sallyport.bastion.recording;

import static io.sallyport.bastion.recording.TestRecording.SHELL;
import static io.sallyport.bastion.recording.TestRecording.SID;
import static io.sallyport.bastion.recording.TestRecording.exec;
import static io.sallyport.bastion.recording.TestRecording.facts;
import static io.sallyport.bastion.recording.TestRecording.output;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.recording.TestRecording.HandClock;
import io.sallyport.bastion.testing.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredRecordingTest {

  private final Path folder;
  private final Path own;
  private final HandClock clock = new HandClock();
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final SessionRecording recording;

  StoredRecordingTest(@TempDir Path folder) throws IOException {
    this.folder = folder.resolve("recordings");
    this.own = this.folder.resolve(SID + "-1");
    this.recording = new FolderRecorder(this.folder, 1 << 20, clock).open(facts(1), _ -> {});
  }

  @Test
  void programWithoutATerminal_isPlayedWithItsStreamsApart()
      throws IOException, InterruptedException {
    ChannelRecording channel = recording.openChannel(1, exec("both"));
    output(channel, Stream.STDOUT, "out");
    output(channel, Stream.STDERR, "err");
    play(Pace.atOnce());

    assertThat(stdout.toString(UTF_8)).isEqualTo("out");
    assertThat(stderr.toString(UTF_8)).isEqualTo("err");
  }

  @Test
  void streamThatIsNotKeptWhole_isPlayedAsFarAsItIs_andThatIsSaid()
      throws IOException, InterruptedException {
    ChannelRecording channel = recording.openChannel(1, exec("long"));
    output(channel, Stream.STDOUT, "x".repeat(1 << 20));
    output(channel, Stream.STDOUT, "y");
    play(Pace.atOnce());

    assertThat(stdout.toString(UTF_8)).isEqualTo("x".repeat(1 << 20));
    assertThat(stderr.toString(UTF_8))
        .matches(
            "sallyport: of 1048577 bytes of channel 1's stdout the first 1048576 are kept;"
                + " SHA-256 of all: [0-9a-f]{64}\n");
  }

  @Test
  void terminal_isPlayedWithThePausesItHad() throws IOException, InterruptedException {
    ChannelRecording shell = recording.openChannel(1, SHELL);
    output(shell, Stream.STDOUT, "a");
    clock.advance(Duration.ofMillis(1500));
    output(shell, Stream.STDOUT, "b");
    shell.resize(new Program.Size(1, 1));
    clock.advance(Duration.ofSeconds(90));
    output(shell, Stream.STDERR, "c");
    List<Long> pauses = new ArrayList<>();
    play(pause -> pauses.add(pause.toMillis()));

    assertThat(stdout.toString(UTF_8)).isEqualTo("abc");
    assertThat(pauses).containsExactly(0L, 1500L, 0L, 90_000L);
  }

  @Test
  void channels_arePlayedInTheOrderOfTheirStart() throws IOException, InterruptedException {
    ChannelRecording first = recording.openChannel(2, exec("first"));
    ChannelRecording second = recording.openChannel(1, SHELL);
    output(second, Stream.STDOUT, "2");
    output(first, Stream.STDOUT, "1");
    play(Pace.atOnce());

    assertThat(stdout.toString(UTF_8)).isEqualTo("12");
  }

  @Test
  @DisplayName("N21 whatever was recorded, the reviewer's terminal only draws")
  void controlSequences_areLeftOut_inTerminalsAndStreams()
      throws IOException, InterruptedException {
    ChannelRecording channel = recording.openChannel(1, exec("evil"));
    output(channel, Stream.STDOUT, "a\u001b]52;c;eA==\u0007b");
    output(channel, Stream.STDERR, "c\u001b[6nd");
    ChannelRecording shell = recording.openChannel(2, SHELL);
    output(shell, Stream.STDOUT, "e\u001b]0;t");
    output(shell, Stream.STDOUT, "itle\u0007f\u009b");
    play(Pace.atOnce());

    assertThat(stdout.toString(UTF_8)).isEqualTo("abef");
    assertThat(stderr.toString(UTF_8)).isEqualTo("cd");
  }

  @Test
  @DisplayName("what a killed process left is played up to the cut")
  void castThatWasCutOff_isPlayedUpToThere() throws IOException, InterruptedException {
    ChannelRecording shell = recording.openChannel(1, SHELL);
    output(shell, Stream.STDOUT, "whole");
    output(shell, Stream.STDOUT, "cut é");
    close();
    Path cast = own.resolve("channel-1.cast");
    byte[] all = Files.readAllBytes(cast);
    for (int cut : new int[] {1, 3, 4, 6}) { // 4: within the é
      Files.write(cast, Arrays.copyOf(all, all.length - cut - 1));
      stdout.reset();
      stored().play(stdout, stderr, Pace.atOnce());

      assertThat(stdout.toString(UTF_8)).isEqualTo("whole");
    }
  }

  @Test
  void fileOfAChannelThatIsGone_isPassedOver() throws IOException, InterruptedException {
    var _ = recording.openChannel(1, exec("gone"));
    output(recording.openChannel(2, exec("there")), Stream.STDOUT, "there");
    close();
    Files.delete(own.resolve("channel-1.stdout"));
    stored().play(stdout, stderr, Pace.atOnce());

    assertThat(stdout.toString(UTF_8)).isEqualTo("there");
  }

  private void play(Pace pace) throws IOException, InterruptedException {
    close();
    stored().play(stdout, stderr, pace);
  }

  private void close() throws IOException {
    recording.close();
    Recordings.awaitEnd(own);
  }

  private StoredRecording stored() {
    return new RecordingFolder(folder).find(SID + "-1").orElseThrow();
  }
}
