package io.sallyport.bastion.recording;

import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * A recorder that keeps each hop in a folder of its own: facts in {@code hop.jsonl}, and beside it
 * a file for each stream (see {@link ChannelFiles}).
 */
public final class FolderRecorder implements Recorder {

  private final Path folder;
  private final long streamLimit;
  private final InstantSource clock;

  /**
   * A recorder below {@code folder}, which is made when missing.
   *
   * @param streamLimit how many bytes are kept of each stream of a program without a terminal
   */
  public FolderRecorder(Path folder, long streamLimit, InstantSource clock) {
    this.folder = folder;
    this.streamLimit = streamLimit;
    this.clock = clock;
  }

  @Override
  public SessionRecording open(HopFacts facts, Consumer<IOException> onFailure) throws IOException {
    PrivateFile.createFolder(folder);
    Path own = folder.resolve(facts.recordingId());
    PrivateFile.createFolder(own);
    return FolderSessionRecording.open(own, facts, streamLimit, clock, onFailure);
  }
}
