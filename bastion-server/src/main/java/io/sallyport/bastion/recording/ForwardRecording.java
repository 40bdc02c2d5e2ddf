package io.sallyport.bastion.recording;

/** The open recording of one forwarded connection: that it was, and how much went through it. */
@FunctionalInterface
public interface ForwardRecording {

  /** The connection is over. Never waits for the disk. */
  void close(long bytesFromClient, long bytesFromBackend);
}
