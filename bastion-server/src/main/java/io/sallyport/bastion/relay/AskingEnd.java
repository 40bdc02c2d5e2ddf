package io.sallyport.bastion.relay;

import java.io.IOException;

/** The end of a pair that faces the side which wants the channel. */
interface AskingEnd extends ChannelEnd {

  /** The other side's end is open with this window. */
  void confirm(long window, long packet) throws IOException;

  /** The other side does not open its end. */
  void refuse(int reason, String message);
}
