package io.sallyport.bastion.door;

import io.sallyport.bastion.policy.Destination;
import java.io.IOException;

/** Where the menu ends: takes somebody on to the destination that they have chosen. */
@FunctionalInterface
interface Departure {

  /**
   * Takes over the channel of this conversation, which has gone quiet; or has it go on by {@link
   * Conversation#again}. Must not wait.
   */
  void go(Destination destination, Conversation from) throws IOException;
}
