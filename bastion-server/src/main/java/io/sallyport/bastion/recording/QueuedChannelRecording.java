package io.sallyport.bastion.recording;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** A channel's recording whose events wait in the hop's queue until the writer takes them. */
final class QueuedChannelRecording implements ChannelRecording {

  private final int channel;
  private final ChannelFiles files;
  private final FactFile facts;
  private final RecordingWriter writer;
  private final AtomicBoolean closed = new AtomicBoolean();

  QueuedChannelRecording(int channel, ChannelFiles files, FactFile facts, RecordingWriter writer) {
    this.channel = channel;
    this.files = files;
    this.facts = facts;
    this.writer = writer;
  }

  @Override
  public void output(Stream stream, byte[] data, int offset, int length) {
    if (files.keeps(stream) && !closed.get()) {
      byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
      long now = files.now();
      writer.add(length, () -> files.output(stream, now, copy));
    }
  }

  @Override
  public void resize(Program.Size size) {
    long now = files.now();
    writer.add(
        0,
        () -> {
          files.resize(now, size);
          facts.write(new Fact.ChannelResize(channel, size));
        });
  }

  @Override
  public void exit(Exit exit) {
    writer.add(0, () -> facts.write(new Fact.ChannelExit(channel, exit)));
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      writer.add(
          0,
          () -> {
            for (Fact fact : files.close()) {
              facts.write(fact);
            }
            facts.write(new Fact.ChannelEnd(channel));
          });
    }
  }

  @Override
  public void whenRoom(Runnable action) {
    writer.whenRoom(action);
  }
}
