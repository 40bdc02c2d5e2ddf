package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import io.sallyport.bastion.recording.Pace;
import io.sallyport.bastion.recording.RecordingFolder;
import io.sallyport.bastion.recording.RecordingSummary;
import io.sallyport.bastion.recording.StoredRecording;
import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport recordings}: lists and plays what was recorded. */
@Command(
    name = "recordings",
    description = "List and play recordings.",
    mixinStandardHelpOptions = true)
final class RecordingsCommand {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  @Command(name = "list", description = "List all recordings, oldest first.")
  int list(@Mixin ConfigOption config) throws IOException {
    Optional<RecordingFolder> folder = folder(config);
    if (folder.isEmpty()) {
      return ExitCode.MISUSED;
    }
    String form = "%-30s  %-20s  %8s  %-16s  %-28s  %s%n";
    System.out.printf(form, "ID", "START", "LENGTH", "WHO", "WHERE", "WHAT");
    for (RecordingSummary recording : folder.get().list()) {
      System.out.printf(
          form,
          recording.id(),
          recording.start().truncatedTo(ChronoUnit.SECONDS),
          length(recording),
          recording.identity(),
          recording.login() + "@" + recording.target(),
          printable(String.join(", ", recording.programs())));
    }
    return ExitCode.OK;
  }

  @Command(name = "play", description = "Play a recording in this terminal.")
  int play(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "the id from the list") String id,
      @Option(
              names = "--speed",
              paramLabel = "N",
              defaultValue = "1",
              description = "N times as fast (default: ${DEFAULT-VALUE})")
          double speed)
      throws IOException, InterruptedException {
    Optional<RecordingFolder> folder = folder(config);
    if (folder.isEmpty()) {
      return ExitCode.MISUSED;
    }
    if (!(speed > 0)) {
      System.err.println("sallyport: --speed must be more than 0");
      return ExitCode.MISUSED;
    }
    Optional<StoredRecording> recording = folder.get().find(id);
    if (recording.isEmpty()) {
      System.err.println("sallyport: there is no recording with this id; see `recordings list`");
      return ExitCode.FAILED;
    }
    Pace pace = isTerminal() ? Pace.original(speed, LONGEST_PAUSE) : Pace.atOnce();
    recording.get().play(System.out, System.err, pace);
    return ExitCode.OK;
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static Optional<RecordingFolder> folder(ConfigOption config) {
    return config.read().map(Settings::config).map(c -> new RecordingFolder(c.recordings()));
  }

  private static String length(RecordingSummary recording) {
    return recording
        .end()
        .map(end -> Duration.between(recording.start(), end))
        .map(length -> "%d:%02d".formatted(length.toMinutes(), length.toSecondsPart()))
        .orElse("open");
  }

  /** Commands come from clients; what is no text is shown as a question mark. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9f}]", "?");
  }
}
