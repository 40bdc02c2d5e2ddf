package io.sallyport.bastion.recording;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a terminal showed, as an asciicast of version 2: a header line, then one line for each piece
 * of output ({@code "o"}) and each resize ({@code "r"}).
 */
final class AsciicastFile implements ChannelFiles {

  static final String SUFFIX = ".cast";

  private static final JsonMapper JSON = new JsonMapper();

  private final BufferedWriter out;
  private final InstantSource clock;
  private final long start;
  private final Utf8Pieces text = new Utf8Pieces();

  private AsciicastFile(BufferedWriter out, InstantSource clock, long start) {
    this.out = out;
    this.clock = clock;
    this.start = start;
  }

  static AsciicastFile create(
      Path folder, String name, Program.Terminal terminal, String command, InstantSource clock)
      throws IOException {
    BufferedWriter out =
        Files.newBufferedWriter(
            folder.resolve(name + SUFFIX), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    AsciicastFile file = new AsciicastFile(out, clock, clock.millis());
    file.line(header(terminal, command, file.start));
    return file;
  }

  private static Map<String, Object> header(Program.Terminal terminal, String command, long start) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("version", 2);
    header.put("width", terminal.size().columns());
    header.put("height", terminal.size().rows());
    header.put("timestamp", start / 1000);
    if (!command.isEmpty()) {
      header.put("command", command);
    }
    header.put("env", Map.of("TERM", terminal.term()));
    return header;
  }

  @Override
  public boolean keeps(Stream stream) {
    return true;
  }

  @Override
  public long now() {
    return clock.millis() - start;
  }

  @Override
  public void output(Stream stream, long time, byte[] data) throws IOException {
    String piece = text.next(data);
    if (!piece.isEmpty()) {
      event(time, "o", piece);
    }
  }

  @Override
  public void resize(long time, Program.Size size) throws IOException {
    event(time, "r", size.columns() + "x" + size.rows());
  }

  private void event(long time, String code, String data) throws IOException {
    line(List.of(time / 1000.0, code, data));
  }

  private void line(Object value) throws IOException {
    out.write(JSON.writeValueAsString(value));
    out.write('\n');
    out.flush();
  }

  @Override
  public List<Fact> close() throws IOException {
    out.close();
    return List.of();
  }
}
