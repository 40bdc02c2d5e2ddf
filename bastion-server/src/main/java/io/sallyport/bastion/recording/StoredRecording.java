package io.sallyport.bastion.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A recording on disk. */
public final class StoredRecording {

  private final Path folder;

  StoredRecording(Path folder) {
    this.folder = folder;
  }

  /**
   * Plays every channel in the order of their start: terminals at the speed they had, other
   * programs at once, their streams apart. Control sequences that do more than draw are left out.
   *
   * @throws IOException if a file cannot be read or the output cannot be written
   * @throws InterruptedException if the thread is interrupted between two pieces
   */
  public void play(OutputStream stdout, OutputStream stderr, Pace pace)
      throws IOException, InterruptedException {
    for (FactFile.Line line : FactFile.read(folder)) {
      switch (line.fact()) {
        case Fact.ChannelStart(int channel, _) ->
            play(ChannelFiles.name(channel), stdout, stderr, pace);
        case Fact.StreamEnd end when end.bytes() > end.kept() -> note(end, stderr);
        default -> {}
      }
    }
  }

  private static void note(Fact.StreamEnd end, OutputStream stderr) throws IOException {
    String words =
        "sallyport: of %d bytes of channel %d's %s the first %d are kept; SHA-256 of all: %s%n"
            .formatted(
                end.bytes(),
                end.channel(),
                end.stream().name().toLowerCase(Locale.ROOT),
                end.kept(),
                end.sha256());
    stderr.write(words.getBytes(StandardCharsets.UTF_8));
    stderr.flush();
  }

  private void play(String name, OutputStream stdout, OutputStream stderr, Pace pace)
      throws IOException, InterruptedException {
    Path cast = folder.resolve(name + AsciicastFile.SUFFIX);
    if (Files.exists(cast)) {
      AsciicastPlayer.play(cast, stdout, pace);
    }
    for (var stream :
        List.of(
            new Stored(folder.resolve(name + StreamFiles.STDOUT), stdout),
            new Stored(folder.resolve(name + StreamFiles.STDERR), stderr))) {
      stream.copy();
    }
  }

  private record Stored(Path file, OutputStream to) {
    void copy() throws IOException {
      if (Files.exists(file)) {
        try (var in = Files.newInputStream(file)) {
          in.transferTo(new DrawingOnly(to));
        }
        to.flush();
      }
    }
  }
}
