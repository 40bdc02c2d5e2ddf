package io.sallyport.bastion.recording;

import static io.sallyport.bastion.recording.TestRecording.SHELL;
import static io.sallyport.bastion.recording.TestRecording.SID;
import static io.sallyport.bastion.recording.TestRecording.exec;
import static io.sallyport.bastion.recording.TestRecording.facts;
import static io.sallyport.bastion.recording.TestRecording.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.recording.TestRecording.HandClock;
import io.sallyport.bastion.testing.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class FolderRecorderTest {

  private final Path folder;
  private final Path own;
  private final HandClock clock = new HandClock();
  private final FolderRecorder recorder;
  private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();

  FolderRecorderTest(@TempDir Path temp) {
    this.folder = temp.resolve("recordings");
    this.own = folder.resolve(SID + "-1");
    this.recorder = new FolderRecorder(folder, 1 << 20, clock);
  }

  @Test
  void recording_isAFolderOfTheOwnersOnly_namedByItsId() throws IOException {
    SessionRecording recording = open();

    assertThat(recording.id()).isEqualTo(SID + "-1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    close(recording);
  }

  @Test
  void facts_areALineEach_inTheirOrder() throws IOException {
    SessionRecording recording = open();
    clock.advance(Duration.ofSeconds(1));
    ChannelRecording channel = recording.openChannel(1, exec("id"));
    channel.exit(new Exit.Status(3));
    channel.close();
    ChannelRecording shell = recording.openChannel(2, SHELL);
    shell.resize(new Program.Size(100, 50));
    shell.exit(new Exit.Signal("KILL"));
    shell.close();
    close(recording);

    List<Fact> facts = FactFile.read(own).stream().map(FactFile.Line::fact).toList();
    assertThat(facts)
        .contains(
            new Fact.HopStart(facts(1)),
            new Fact.ChannelStart(1, exec("id")),
            new Fact.ChannelExit(1, new Exit.Status(3)),
            new Fact.ChannelEnd(1),
            new Fact.ChannelStart(2, SHELL),
            new Fact.ChannelResize(2, new Program.Size(100, 50)),
            new Fact.ChannelExit(2, new Exit.Signal("KILL")),
            new Fact.ChannelEnd(2),
            new Fact.HopEnd());
    assertThat(facts.getFirst()).isEqualTo(new Fact.HopStart(facts(1)));
    assertThat(facts.getLast()).isEqualTo(new Fact.HopEnd());
  }

  @Test
  @DisplayName("the format on disk: old recordings must stay readable")
  void lines_lookLikeThis() throws IOException {
    SessionRecording recording = open();
    recording.openChannel(1, exec("id")).exit(new Exit.Status(0));
    close(recording);

    assertThat(Files.readAllLines(own.resolve("hop.jsonl")))
        .containsExactly(
            "{\"at\":\"2026-11-22T12:00:00Z\",\"fact\":{\"fact\":\"hop-start\",\"hop\":{\"sid\":"
                + "\""
                + SID
                + "\",\"hop\":1,\"identity\":\"alice\","
                + "\"target\":\"web-01\",\"login\":\"deploy\","
                + "\"start\":\"2026-11-22T12:00:00Z\",\"jti\":\"jti\"}}}",
            "{\"at\":\"2026-11-22T12:00:00Z\",\"fact\":{\"fact\":\"channel-start\",\"channel\":1,"
                + "\"program\":{\"kind\":\"exec\",\"command\":\"id\",\"terminal\":null}}}",
            "{\"at\":\"2026-11-22T12:00:00Z\",\"fact\":{\"fact\":\"channel-exit\",\"channel\":1,"
                + "\"exit\":{\"kind\":\"status\",\"status\":0}}}",
            nothingOn("STDOUT"),
            nothingOn("STDERR"),
            "{\"at\":\"2026-11-22T12:00:00Z\",\"fact\":{\"fact\":\"channel-end\",\"channel\":1}}",
            "{\"at\":\"2026-11-22T12:00:00Z\",\"fact\":{\"fact\":\"hop-end\"}}");
  }

  private static String nothingOn(String stream) {
    return "{\"at\":\"2026-11-22T12:00:00Z\",\"fact\":{\"fact\":\"stream-end\",\"channel\":1,"
        + "\"stream\":\""
        + stream
        + "\",\"bytes\":0,\"kept\":0,"
        + "\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}}";
  }

  @Test
  @DisplayName("the format on disk before hashes and serial numbers came into it")
  void olderLines_areRead() throws IOException {
    Files.createDirectories(own);
    Files.writeString(
        own.resolve("hop.jsonl"),
        """
        {"at":"2026-11-22T12:00:00Z","fact":{"fact":"hop-start","hop":{"sid":"%s","hop":1,\
        "identity":"alice","target":"web-01","login":"deploy","jti":"jti",\
        "start":"2026-11-22T12:00:00Z"}}}
        {"at":"2026-11-22T12:00:00Z","fact":{"fact":"channel-start","channel":1,\
        "program":{"kind":"exec","command":"id","terminal":null}}}
        {"at":"2026-11-22T12:00:00Z","fact":{"fact":"channel-end","channel":1}}
        """
            .formatted(SID));

    assertThat(FactFile.read(own).stream().map(FactFile.Line::fact))
        .containsExactly(
            new Fact.HopStart(facts(1)),
            new Fact.ChannelStart(1, exec("id")),
            new Fact.ChannelEnd(1));
  }

  @Test
  @DisplayName("N42 a command with a newline is one line of facts")
  void commandWithANewline_isOneLine() throws IOException {
    String command = "id\n{\"at\":\"2026-11-22T12:00:00Z\",\"fact\":{\"fact\":\"forged\"}}\r\n\0";
    SessionRecording recording = open();
    recording.openChannel(1, exec(command)).close();
    close(recording);

    assertThat(FactFile.read(own)).hasSize(6);
    assertThat(FactFile.read(own).get(1).fact()).isEqualTo(new Fact.ChannelStart(1, exec(command)));
  }

  @Test
  void recordingThatIsThereAlready_isNotWrittenOver() throws IOException {
    close(open());
    byte[] before = Files.readAllBytes(own.resolve("hop.jsonl"));

    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    assertThat(Files.readAllBytes(own.resolve("hop.jsonl"))).isEqualTo(before);
  }

  @Test
  @DisplayName("N39 a folder that cannot be made is an error before anything runs")
  void folderThatIsAFile_isAnError() throws IOException {
    Files.writeString(folder, "in the way");

    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
  }

  @Test
  void folderThatOthersMayWriteTo_isAnError() throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(this::open).isInstanceOf(IOException.class);
  }

  @Test
  void channelWhoseFilesCannotBeMade_isAnError_andTheProgramMustNotStart() throws IOException {
    SessionRecording recording = open();
    Files.writeString(own.resolve("channel-1.stdout"), "in the way");

    assertThatThrownBy(() -> recording.openChannel(1, exec("id"))).isInstanceOf(IOException.class);
    close(recording);
  }

  @Test
  void bytesAfterTheEndOfAChannel_areNotRecorded() throws IOException {
    SessionRecording recording = open();
    ChannelRecording channel = recording.openChannel(1, exec("id"));
    output(channel, Stream.STDOUT, "before");
    channel.close();
    output(channel, Stream.STDOUT, "after");
    channel.close();
    close(recording);

    assertThat(own.resolve("channel-1.stdout")).hasContent("before");
    assertThat(FactFile.read(own)).hasSize(6);
  }

  private SessionRecording open() throws IOException {
    return recorder.open(facts(1), failures::add);
  }

  /** Closes it and waits until its last line is written. */
  private void close(SessionRecording recording) throws IOException {
    recording.close();
    Recordings.awaitEnd(own);
  }
}
