package io.sallyport.bastion.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folder of recordings, for reading. */
public final class RecordingFolder {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{26}-[1-9][0-9]{0,8}");

  private final Path folder;

  public RecordingFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * All recordings, oldest first.
   *
   * @throws IOException if the folder or one of them cannot be read
   */
  public List<RecordingSummary> list() throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    List<RecordingSummary> all = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (ID.matcher(entry.getFileName().toString()).matches()) {
          summary(entry).ifPresent(all::add);
        }
      }
    }
    all.sort(Comparator.comparing(RecordingSummary::start).thenComparing(RecordingSummary::id));
    return all;
  }

  /**
   * The recording with this id.
   *
   * @return empty if there is none, or the text is no id
   */
  public Optional<StoredRecording> find(String id) {
    if (!ID.matcher(id).matches() || Files.notExists(folder.resolve(id).resolve(FactFile.NAME))) {
      return Optional.empty();
    }
    return Optional.of(new StoredRecording(folder.resolve(id)));
  }

  /** Empty when the process was killed before it had written anything. */
  private static Optional<RecordingSummary> summary(Path entry) throws IOException {
    if (Files.notExists(entry.resolve(FactFile.NAME))) {
      return Optional.empty();
    }
    List<FactFile.Line> lines = FactFile.read(entry);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    if (!(lines.getFirst().fact() instanceof Fact.HopStart(HopFacts hop))) {
      throw new IOException(entry + " does not begin with the facts of a hop");
    }
    Optional<Instant> end =
        lines.getLast().fact() instanceof Fact.HopEnd
            ? Optional.of(lines.getLast().at())
            : Optional.empty();
    return Optional.of(
        new RecordingSummary(
            hop.recordingId(),
            hop.identity(),
            hop.login(),
            hop.target(),
            hop.start(),
            end,
            programs(lines)));
  }

  private static List<String> programs(List<FactFile.Line> lines) {
    return lines.stream()
        .map(FactFile.Line::fact)
        .filter(Fact.ChannelStart.class::isInstance)
        .map(fact -> describe(((Fact.ChannelStart) fact).program()))
        .toList();
  }

  private static String describe(Program program) {
    return switch (program) {
      case Program.Shell _ -> "shell";
      case Program.Exec(var command, _) -> "exec " + command;
      case Program.Subsystem(var name) -> name;
    };
  }
}
