package io.sallyport.bastion.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a program without a terminal wrote: {@code .stdout} and {@code .stderr}, byte for byte. */
final class StreamFiles implements ChannelFiles {

  static final String STDOUT = ".stdout";
  static final String STDERR = ".stderr";

  private final OutputStream stdout;
  private final OutputStream stderr;

  private StreamFiles(OutputStream stdout, OutputStream stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  static StreamFiles create(Path folder, String name) throws IOException {
    return new StreamFiles(
        create(folder.resolve(name + STDOUT)), create(folder.resolve(name + STDERR)));
  }

  private static OutputStream create(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
  public void close() throws IOException {
    try (stdout;
        stderr) {
      stdout.flush();
    }
  }
}
