package io.sallyport.bastion.recording;

import java.io.IOException;

/** The open recording of one hop. Holding one is what allows a relay. */
public interface SessionRecording extends AutoCloseable {

  /** The id by which it is listed and played. */
  String id();

  /**
   * Opens the recording of one channel; touches the disk.
   *
   * @param channel the number of the channel in this hop, from 1
   * @throws IOException if it cannot be opened; then the program must not start
   */
  ChannelRecording openChannel(int channel, Program program) throws IOException;

  /**
   * Opens the recording of one forwarded connection; touches the disk.
   *
   * @param channel the number of the channel in this hop, from 1
   * @throws IOException if it cannot be opened; then nothing must be forwarded
   */
  ForwardRecording openForward(int channel, Forward forward) throws IOException;

  /** Writes what is queued and closes it. */
  @Override
  void close();
}
