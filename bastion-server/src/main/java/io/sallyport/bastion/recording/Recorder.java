package io.sallyport.bastion.recording;

import java.io.IOException;
import java.util.function.Consumer;

/** Opens recordings. */
@FunctionalInterface
public interface Recorder {

  /**
   * Opens the recording of one hop; touches the disk.
   *
   * @param onFailure called once, on the writer's thread, when something could not be written
   * @throws IOException if it cannot be opened; then there must be no hop
   */
  SessionRecording open(HopFacts facts, Consumer<IOException> onFailure) throws IOException;
}
