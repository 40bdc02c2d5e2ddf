package io.sallyport.bastion.relay;

import java.io.IOException;
import java.net.ProtocolException;

/**
 * The window of one direction (RFC 4254, section 5.2): how many bytes the receiver has allowed and
 * the sender has not yet used. Windows pass from end to end, so that the bastion holds no bytes of
 * its own; a sender that uses more than it was given is cut off.
 *
 * <p>Both I/O threads of a channel pair use it.
 */
final class Window {

  private static final long LARGEST = 0xffff_ffffL;

  private final String sender;
  private long remaining;
  private long largestPacket;

  Window(String sender) {
    this.sender = sender;
  }

  /** The receiver opened the channel with this much, and takes no larger pieces. */
  synchronized void open(long size, long packet) {
    remaining = size;
    largestPacket = packet;
  }

  /** The receiver allows more. */
  synchronized void adjust(long more) throws IOException {
    if (more > LARGEST - remaining) {
      throw new ProtocolException(
          "a window of more than 2^32-1 bytes was granted to the " + sender);
    }
    remaining += more;
  }

  /** The sender used this much. */
  synchronized void use(long bytes) throws IOException {
    if (bytes > remaining || bytes > largestPacket) {
      throw new ProtocolException("the " + sender + " sent more than its window allows");
    }
    remaining -= bytes;
  }
}
