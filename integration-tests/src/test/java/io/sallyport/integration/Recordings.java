package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lab's recordings, without those that were there when a test began. */
public record Recordings(Lab lab, Collection<Path> old) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public static Recordings from(Lab lab) {
    return new Recordings(lab, all(lab));
  }

  public List<Path> fresh() {
    return all(lab).stream().filter(recording -> !old.contains(recording)).toList();
  }

  /** The one recording made since, once its last line has been written. */
  Path onlyFresh() {
    Await.holds(PATIENCE, () -> fresh().stream().anyMatch(this::finished));
    assertThat(fresh()).as("recordings made in this test").hasSize(1);
    assertThat(text(fresh().getFirst())).contains("hop-end");
    return fresh().getFirst();
  }

  private boolean finished(Path recording) {
    return text(recording).contains("hop-end");
  }

  /** The only file of a recording whose name ends so. */
  Path file(Path recording, String suffix) {
    return files(recording).stream()
        .filter(file -> file.toString().endsWith(suffix))
        .reduce((_, _) -> recording.resolve("more than one *" + suffix))
        .orElseThrow(() -> new AssertionError("no *" + suffix + " in " + files(recording)));
  }

  /** Everything in a recording as one text, whatever bytes a command has printed. */
  public String text(Path recording) {
    return files(recording).stream().map(Recordings::read).collect(Collectors.joining("\n"));
  }

  String play(Path recording) {
    return lab.client().sallyport("recordings", "play", recording.getFileName().toString());
  }

  private static Collection<Path> all(Lab lab) {
    Path folder = lab.folder().recordings();
    return Files.isDirectory(folder) ? files(folder) : List.of();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
