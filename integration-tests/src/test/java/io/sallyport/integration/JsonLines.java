package io.sallyport.integration;

import io.sallyport.lab.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file with one JSON object per line, from a place that was its end when a test began. */
public record JsonLines(Path file, int skipped) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What will be written from now on. */
  public static JsonLines from(Path file) {
    return new JsonLines(file, lines(file).size());
  }

  public List<JsonNode> all() {
    return lines(file).stream().skip(skipped).map(JsonMapper.shared()::readTree).toList();
  }

  /** The first one of this kind, for which it waits: the writer may be a moment behind. */
  public JsonNode first(String what, Predicate<JsonNode> kind) {
    return Await.value(what + " in " + file, PATIENCE, () -> find(kind));
  }

  private Optional<JsonNode> find(Predicate<JsonNode> kind) {
    return all().stream().filter(kind).findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
