package io.sallyport.bastion.recording;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The facts of a hop: {@code hop.jsonl}, one JSON object a line, in the order of their time. */
final class FactFile {

  /** A fact and when it was written. */
  record Line(Instant at, Fact fact) {}

  static final String NAME = "hop.jsonl";

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final BufferedWriter out;
  private final InstantSource clock;

  private FactFile(BufferedWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  static FactFile create(Path folder, InstantSource clock) throws IOException {
    return new FactFile(
        Files.newBufferedWriter(
            folder.resolve(NAME), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW),
        clock);
  }

  /** Appends a fact and hands it to the operating system. */
  synchronized void write(Fact fact) throws IOException {
    Line line = new Line(Instant.ofEpochMilli(clock.millis()), fact);
    out.write(JSON.writeValueAsString(line));
    out.write('\n');
    out.flush();
  }

  synchronized void flush() throws IOException {
    out.flush();
  }

  synchronized void close() throws IOException {
    out.close();
  }

  /**
   * Reads the facts of a recording; a last line that was cut off is left out.
   *
   * @throws IOException if there is no such file or it is not a recording's
   */
  static List<Line> read(Path folder) throws IOException {
    // Not as strict UTF-8: the cut may be within a character.
    byte[] bytes = Files.readAllBytes(folder.resolve(NAME));
    List<String> text = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    List<Line> lines = new ArrayList<>();
    for (String line : text) {
      try {
        lines.add(JSON.readValue(line, Line.class));
      } catch (JacksonException e) {
        if (lines.size() < text.size() - 1) {
          throw new IOException("line " + (lines.size() + 1) + " of " + NAME + " is damaged", e);
        }
      }
    }
    return lines;
  }
}
