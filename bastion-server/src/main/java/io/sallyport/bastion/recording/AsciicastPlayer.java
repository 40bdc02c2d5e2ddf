package io.sallyport.bastion.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plays an asciicast of version 2 into a terminal; a line that was cut off ends it. */
final class AsciicastPlayer {

  private static final JsonMapper JSON = new JsonMapper();

  private AsciicastPlayer() {}

  static void play(Path cast, OutputStream terminal, Pace pace)
      throws IOException, InterruptedException {
    DrawingOnly out = new DrawingOnly(terminal);
    double time = 0;
    // Not as strict UTF-8: the cut may be within a character.
    try (var in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(cast), StandardCharsets.UTF_8))) {
      var _ = in.readLine();
      for (JsonNode event = next(in); event != null; event = next(in)) {
        double at = event.path(0).asDouble();
        pace.pause(Duration.ofNanos((long) ((at - time) * 1e9)));
        time = at;
        if (event.path(1).asString().equals("o")) {
          out.write(event.path(2).asString().getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    }
  }

  private static @Nullable JsonNode next(BufferedReader in) throws IOException {
    String line = in.readLine();
    if (line == null) {
      return null;
    }
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      return null;
    }
  }
}
