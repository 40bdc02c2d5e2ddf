package io.sallyport.bastion.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
      if (line.fact() instanceof Fact.ChannelStart(int channel, _)) {
        play("channel-" + channel, stdout, stderr, pace);
      }
    }
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
