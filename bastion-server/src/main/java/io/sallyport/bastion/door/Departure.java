package io.sallyport.bastion.door;

import io.sallyport.bastion.policy.Destination;
import java.io.IOException;

/** Where the menu ends: takes somebody on to the destination that they have chosen. */
@FunctionalInterface
interface Departure {

  /**
   * Takes over the channel of this conversation, which has gone quiet; or tells it how it ends, by
   * {@link Conversation#again} or {@link Conversation#leave}. Must not wait.
   */
  void go(Destination destination, Conversation from) throws IOException;
}
