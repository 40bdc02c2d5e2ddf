package io.sallyport.bastion.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A hop's recording in a folder: opens channel files on the caller's thread, writes on its own. */
final class FolderSessionRecording implements SessionRecording {

  private final Path folder;
  private final String id;
  private final long streamLimit;
  private final InstantSource clock;
  private final FactFile facts;
  private final RecordingWriter writer;
  private final Queue<ChannelRecording> channels = new ConcurrentLinkedQueue<>();

  private FolderSessionRecording(
      Path folder,
      String id,
      long streamLimit,
      InstantSource clock,
      FactFile facts,
      RecordingWriter writer) {
    this.folder = folder;
    this.id = id;
    this.streamLimit = streamLimit;
    this.clock = clock;
    this.facts = facts;
    this.writer = writer;
  }

  static FolderSessionRecording open(
      Path folder,
      HopFacts hop,
      long streamLimit,
      InstantSource clock,
      Consumer<IOException> onFailure)
      throws IOException {
    FactFile facts = FactFile.create(folder, clock);
    facts.write(new Fact.HopStart(hop));
    RecordingWriter writer = new RecordingWriter(hop.recordingId(), facts::flush, onFailure);
    return new FolderSessionRecording(folder, hop.recordingId(), streamLimit, clock, facts, writer);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ChannelRecording openChannel(int channel, Program program) throws IOException {
    writer.requireHealthy();
    ChannelFiles files = ChannelFiles.create(folder, channel, program, streamLimit, clock);
    facts.write(new Fact.ChannelStart(channel, program));
    ChannelRecording recording = new QueuedChannelRecording(channel, files, facts, writer);
    channels.add(recording);
    return recording;
  }

  @Override
  public ForwardRecording openForward(int channel, Forward forward) throws IOException {
    writer.requireHealthy();
    facts.write(new Fact.ForwardStart(channel, forward));
    return (fromClient, fromBackend) ->
        writer.add(0, () -> facts.write(new Fact.ForwardEnd(channel, fromClient, fromBackend)));
  }

  @Override
  public void close() {
    channels.forEach(ChannelRecording::close);
    writer.add(0, () -> facts.write(new Fact.HopEnd()));
    writer.finish(facts::close);
  }
}
