package io.sallyport.bastion.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The files of one channel: an asciicast for a terminal; stdout and stderr apart, byte for byte,
 * for a program without one; none for sftp, whose facts are a line in {@code hop.jsonl}.
 *
 * <p>After creation only the writer's thread uses them.
 */
sealed interface ChannelFiles permits AsciicastFile, StreamFiles, NoFiles {

  /** Whether output on this stream is kept at all. */
  boolean keeps(Stream stream);

  /** The time of an event, in milliseconds since the channel's start. */
  long now();

  void output(Stream stream, long time, byte[] data) throws IOException;

  void resize(long time, Program.Size size) throws IOException;

  void close() throws IOException;

  /** Creates the files that this program needs. */
  static ChannelFiles create(Path folder, int channel, Program program, InstantSource clock)
      throws IOException {
    String name = "channel-" + channel;
    return switch (program) {
      case Program.Shell(var terminal) when terminal.isPresent() ->
          AsciicastFile.create(folder, name, terminal.get(), "", clock);
      case Program.Exec(var command, var terminal) when terminal.isPresent() ->
          AsciicastFile.create(folder, name, terminal.get(), command, clock);
      case Program.Subsystem(var subsystem) when subsystem.equals("sftp") -> new NoFiles();
      default -> StreamFiles.create(folder, name);
    };
  }
}
