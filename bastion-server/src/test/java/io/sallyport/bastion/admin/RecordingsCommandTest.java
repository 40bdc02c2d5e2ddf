package io.sallyport.bastion.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.BastionFiles;
import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.recording.ChannelRecording;
import io.sallyport.bastion.recording.FolderRecorder;
import io.sallyport.bastion.recording.HopFacts;
import io.sallyport.bastion.recording.Program;
import io.sallyport.bastion.recording.Stream;
import io.sallyport.bastion.testing.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordingsCommandTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.500Z");
  private static final String SID = "01a204a2868d484972c181f704";

  private final Path recordings;
  private final BastionFiles files;

  RecordingsCommandTest(@TempDir Path folder) {
    this.recordings = folder.resolve("recordings");
    this.files = new BastionFiles(folder).write("http://127.0.0.1:1");
  }

  @Test
  void list_ofNothing_isItsHeading() {
    Printed printed = recordings("list");

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out()).startsWith("ID ").hasLineCount(1);
    assertThat(recordings).doesNotExist();
  }

  @Test
  void list_isALineForEachRecording() throws IOException {
    record(1, "id -u", "0\n", "");
    record(2, "both", "out", "err");

    assertThat(recordings("list").out().lines().skip(1))
        .containsExactly(
            row(SID + "-1", "0:00", "exec id -u"), row(SID + "-2", "0:00", "exec both"));
  }

  @Test
  @DisplayName("a recording without its last line is open, or was cut")
  void list_ofACutRecording_saysOpen() throws IOException {
    record(1, "id", "", "");
    Path facts = recordings.resolve(SID + "-1").resolve("hop.jsonl");
    Files.writeString(facts, Files.readString(facts).replaceAll("[^\n]*hop-end[^\n]*\n", ""));

    assertThat(recordings("list").out()).contains(row(SID + "-1", "open", "exec id"));
  }

  @Test
  @DisplayName("N42 a command cannot forge a row or reach the terminal")
  void list_showsControlCharactersAsQuestionMarks() throws IOException {
    record(1, "a\nb\r\u001b[2J\u0007\u009b31m\0é", "", "");

    assertThat(recordings("list").out()).hasLineCount(2).contains("exec a?b??[2J??31m?é");
  }

  @Test
  void play_printsTheStreamsApart() throws IOException {
    record(1, "both", "out\n", "err\n");

    assertThat(recordings("play", SID + "-1")).isEqualTo(new Printed(0, "out\n", "err\n"));
  }

  @ParameterizedTest(name = "N13 [{0}]")
  @ValueSource(strings = {SID + "-2", "../recordings", "", "x\0"})
  void play_ofNoId_exits1(String id) throws IOException {
    record(1, "id", "secret", "");

    Printed printed = recordings("play", id);

    assertThat(printed.exitCode()).isEqualTo(1);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.err()).contains("there is no recording with this id").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "NaN"})
  void speedThatIsNone_exits2(String speed) throws IOException {
    record(1, "id", "out", "");

    assertThat(recordings("play", SID + "-1", "--speed", speed).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "play"})
  void badConfiguration_exits2(String command) {
    files.with("names", "nmaes");

    assertThat(recordings(command, "x").exitCode()).isEqualTo(2);
  }

  private static String row(String id, String length, String what) {
    return "%-30s  %-20s  %8s  %-16s  %-28s  %s"
        .formatted(id, "2026-11-22T12:00:00Z", length, "alice", "deploy@web-01", what);
  }

  private void record(int hop, String command, String out, String err) throws IOException {
    var recording =
        new FolderRecorder(recordings, 1 << 20, InstantSource.fixed(NOW))
            .open(
                new HopFacts(
                    new SessionId(SID),
                    hop,
                    "alice",
                    "web-01",
                    "deploy",
                    VouchedBy.token("jti"),
                    List.of(),
                    NOW),
                e -> {
                  throw new AssertionError(e);
                });
    ChannelRecording channel =
        recording.openChannel(1, new Program.Exec(command, Optional.empty()));
    write(channel, Stream.STDOUT, out);
    write(channel, Stream.STDERR, err);
    recording.close();
    Recordings.awaitEnd(recordings.resolve(SID + "-" + hop));
  }

  private static void write(ChannelRecording channel, Stream stream, String text) {
    channel.output(stream, text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length);
  }

  private Printed recordings(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "recordings";
    System.arraycopy(args, 0, all, 1, args.length);
    all[all.length - 2] = "--config";
    all[all.length - 1] = files.config().toString();
    return Printed.by(all);
  }
}
