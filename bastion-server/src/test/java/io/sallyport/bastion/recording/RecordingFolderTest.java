package io.sallyport.bastion.recording;

import static io.sallyport.bastion.recording.TestRecording.SHELL;
import static io.sallyport.bastion.recording.TestRecording.SID;
import static io.sallyport.bastion.recording.TestRecording.START;
import static io.sallyport.bastion.recording.TestRecording.exec;
import static io.sallyport.bastion.recording.TestRecording.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.bastion.recording.TestRecording.HandClock;
import io.sallyport.bastion.testing.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordingFolderTest {

  private final Path folder;
  private final RecordingFolder recordings;
  private final HandClock clock = new HandClock();

  RecordingFolderTest(@TempDir Path temp) {
    this.folder = temp.resolve("recordings");
    this.recordings = new RecordingFolder(folder);
  }

  @Test
  void folderThatIsNotThereYet_hasNoRecordings() throws IOException {
    assertThat(recordings.list()).isEmpty();
    assertThat(recordings.find(SID + "-1")).isEmpty();
  }

  @Test
  void recording_isListedWithItsFactsAndPrograms() throws IOException {
    record(1, SHELL, exec("id -u"), new Program.Subsystem("sftp"));

    assertThat(recordings.list())
        .containsExactly(
            new RecordingSummary(
                SID + "-1",
                "alice",
                "deploy",
                "web-01",
                START,
                Optional.of(START.plusSeconds(61)),
                List.of("shell", "exec id -u", "sftp")));
  }

  @Test
  void recordings_areListedByStart_andThenById() throws IOException {
    record(2);
    record(1);
    record(10);

    assertThat(recordings.list())
        .extracting(RecordingSummary::id)
        .containsExactly(SID + "-1", SID + "-10", SID + "-2");
  }

  @Test
  void recordingWithoutAnEnd_isOpen() throws IOException {
    record(1, SHELL);
    List<String> lines = Files.readAllLines(hopFile(1));
    Files.write(hopFile(1), lines.subList(0, lines.size() - 1));

    assertThat(recordings.list().getFirst().end()).isEmpty();
  }

  @ParameterizedTest(name = "a last line of {0} bytes is read over")
  @ValueSource(ints = {1, 20, 40})
  void lastLineThatWasCutOff_isReadOver(int bytes) throws IOException {
    record(1, SHELL);
    int whole = Files.readString(hopFile(1)).indexOf("{\"at\"", 10);
    truncate(hopFile(1), whole + bytes);

    assertThat(recordings.list())
        .extracting(RecordingSummary::id, RecordingSummary::end)
        .containsExactly(tuple(SID + "-1", Optional.empty()));
  }

  @Test
  void lastLineThatWasCutOffWithinACharacter_isReadOver() throws IOException {
    record(1, exec("echo é"));
    byte[] all = Files.readAllBytes(hopFile(1));
    int lead = 0;
    while (all[lead] != (byte) 0xc3) {
      lead++;
    }
    truncate(hopFile(1), lead + 1);

    assertThat(recordings.list()).hasSize(1);
  }

  @Test
  @DisplayName(
      "a process killed before the first fact leaves nothing that must be repaired by hand")
  void folderWithoutAWholeFirstLine_isNotListed_andDoesNotHideTheOthers() throws IOException {
    record(1);
    Files.createDirectory(folder.resolve(SID + "-2"));
    Files.createDirectory(folder.resolve(SID + "-3"));
    Files.createFile(hopFile(3));
    record(4);
    truncate(hopFile(4), 30);

    assertThat(recordings.list()).extracting(RecordingSummary::id).containsExactly(SID + "-1");
  }

  @Test
  void lineInTheMiddleThatIsDamaged_isAnErrorThatNamesIt() throws IOException {
    record(1, SHELL);
    List<String> lines = new ArrayList<>(Files.readAllLines(hopFile(1)));
    lines.set(1, "{\"at\":");
    Files.write(hopFile(1), lines);

    assertThatThrownBy(recordings::list)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2 of hop.jsonl");
  }

  @Test
  void otherThingsInTheFolder_areNoRecordings() throws IOException {
    record(1);
    Files.createDirectory(folder.resolve("lost+found"));
    Files.writeString(folder.resolve("README"), "");

    assertThat(recordings.list()).hasSize(1);
  }

  @ParameterizedTest(name = "N13 [{0}]")
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../recordings",
        "/etc",
        "../../etc/passwd",
        "README",
        "01a204a2868d484972c181f704-1/../01a204a2868d484972c181f704-1",
        "01a204a2868d484972c181f704-1/",
        "01a204a2868d484972c181f704-1\0",
        "01a204a2868d484972c181f704-01",
        "01a204a2868d484972c181f704-0",
        "01A204A2868D484972C181F704-1",
        "01a204a2868d484972c181f704",
        "--config"
      })
  void pathOrAnythingElse_isNoId(String id) throws IOException {
    record(1);

    assertThat(recordings.find(id)).isEmpty();
  }

  @Test
  void idFromTheList_isFound() throws IOException {
    record(1);

    assertThat(recordings.find(SID + "-1")).isPresent();
    assertThat(recordings.find(SID + "-2")).isEmpty();
  }

  private void record(int hop, Program... programs) throws IOException {
    SessionRecording recording =
        new FolderRecorder(folder, 1 << 20, clock)
            .open(
                facts(hop),
                e -> {
                  throw new AssertionError(e);
                });
    for (int i = 0; i < programs.length; i++) {
      recording.openChannel(i + 1, programs[i]);
    }
    clock.advance(Duration.ofSeconds(61));
    recording.close();
    Recordings.awaitEnd(folder.resolve(SID + "-" + hop));
  }

  private Path hopFile(int hop) {
    return folder.resolve(SID + "-" + hop).resolve("hop.jsonl");
  }

  private static void truncate(Path file, int length) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
  }
}
