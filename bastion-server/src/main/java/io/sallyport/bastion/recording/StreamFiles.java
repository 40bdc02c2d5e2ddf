package io.sallyport.bastion.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a program without a terminal wrote: {@code .stdout} and {@code .stderr}, byte for byte. */
final class StreamFiles implements ChannelFiles {

  static final String STDOUT = ".stdout";
  static final String STDERR = ".stderr";

  private final int channel;
  private final KeptStream stdout;
  private final KeptStream stderr;

  private StreamFiles(int channel, KeptStream stdout, KeptStream stderr) {
    this.channel = channel;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Two empty files.
   *
   * @param limit how many bytes of each stream are kept
   */
  static StreamFiles create(Path folder, int channel, long limit) throws IOException {
    String name = ChannelFiles.name(channel);
    return new StreamFiles(
        channel,
        KeptStream.create(Stream.STDOUT, folder.resolve(name + STDOUT), limit),
        KeptStream.create(Stream.STDERR, folder.resolve(name + STDERR), limit));
  }

  @Override
  public boolean keeps(Stream stream) {
    return true;
  }

  @Override
  public long now() {
    return 0;
  }

  @Override
  public void output(Stream stream, long time, byte[] data) throws IOException {
    switch (stream) {
      case STDOUT -> stdout.write(data);
      case STDERR -> stderr.write(data);
    }
  }

  @Override
  public void resize(long time, Program.Size size) {}

  @Override
  public List<Fact> close() throws IOException {
    Fact.StreamEnd out = stdout.end(channel);
    return List.of(out, stderr.end(channel));
  }
}
