package io.sallyport.bastion.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The files of one channel: an asciicast for a terminal; stdout and stderr apart, the beginning of
 * each byte for byte, for a program without one; none for sftp, whose facts are a line in {@code
 * hop.jsonl}.
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

  /** Closes them; what there is to say about them. */
  List<Fact> close() throws IOException;

  /** What the names of a channel's files begin with. */
  static String name(int channel) {
    return "channel-" + channel;
  }

  /**
   * Creates the files that this program needs.
   *
   * @param limit how many bytes are kept of each stream of a program without a terminal
   */
  static ChannelFiles create(
      Path folder, int channel, Program program, long limit, InstantSource clock)
      throws IOException {
    String name = name(channel);
    return switch (program) {
      case Program.Shell(var terminal) when terminal.isPresent() ->
          AsciicastFile.create(folder, name, terminal.get(), "", clock);
      case Program.Exec(var command, var terminal) when terminal.isPresent() ->
          AsciicastFile.create(folder, name, terminal.get(), command, clock);
      case Program.Subsystem(var subsystem) when subsystem.equals("sftp") -> new NoFiles();
      default -> StreamFiles.create(folder, channel, limit);
    };
  }
}
