package io.sallyport.bastion.recording;

/**
 * The open recording of one channel. The relay lets no byte pass without one.
 *
 * <p>Its methods may be called on I/O threads: they copy and queue, and never wait for the disk.
 */
public interface ChannelRecording {

  /** The program wrote {@code length} bytes. */
  void output(Stream stream, byte[] data, int offset, int length);

  /** The client's window has a new size. */
  void resize(Program.Size size);

  /** The program has ended. */
  void exit(Exit exit);

  /** The channel is closed; nothing comes after. */
  void close();

  /**
   * Runs an action as soon as the recording has room for more: at once, or later on the writer's
   * thread when the disk is behind. The relay grants window only then, so that a slow disk slows
   * the program instead of filling the memory.
   */
  void whenRoom(Runnable action);
}
