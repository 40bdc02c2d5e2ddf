package io.sallyport.bastion.relay;

import java.io.IOException;

/** One of the two channels of a pair, as the relay sends into it. */
interface ChannelEnd {

  /** Sends a message to the peer at this end; never waits. */
  void send(Message message) throws IOException;

  /** Closes this end after what was sent before. */
  void finish();
}
