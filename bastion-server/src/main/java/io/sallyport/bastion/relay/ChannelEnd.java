package io.sallyport.bastion.relay;

import java.io.IOException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.jspecify.annotations.Nullable;

/** One of the two channels of a pair, as the relay sends into it. */
interface ChannelEnd {

  /**
   * Sends a message to the peer at this end; never waits. Returns when it has left, or nothing
   * where it is dropped because the channel is closing.
   */
  @Nullable IoWriteFuture send(Message message) throws IOException;

  /** Closes this end after what was sent before. */
  void finish();
}
