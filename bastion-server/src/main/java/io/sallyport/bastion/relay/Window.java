package io.sallyport.bastion.relay;

import java.net.ProtocolException;

/**
 * The window of one direction (RFC 4254, section 5.2): how many bytes the sender may still send. It
 * has what the receiver allows, but never more than the bastion is ready to hold for a receiver
 * that allows much and reads nothing. A sender that uses more than it was given is cut off.
 *
 * <p>Both I/O threads of a channel pair use it.
 */
final class Window {
  /** As much as may be on its way through the bastion; twice what OpenSSH allows. */
  static final long MOST_HELD = 4 << 20;

  /** The largest piece that fits in a packet which every implementation here can read. */
  static final long LARGEST_PACKET = 1 << 17;

  private static final long LARGEST = 0xffff_ffffL;
  private static final long WORTH_TELLING = MOST_HELD / 4;

  private final String sender;
  private long remaining;
  private long withheld;
  private long held;
  private long largestPacket;

  Window(String sender) {
    this.sender = sender;
  }

  /**
   * The receiver opened the channel with this much, and takes no larger pieces. Returns how much of
   * it the sender is told.
   */
  synchronized long open(long size, long packet) {
    largestPacket = Math.min(packet, LARGEST_PACKET);
    withheld = size;
    return share();
  }

  /** The receiver allows more. Returns how much more the sender is told. */
  synchronized long adjust(long more) throws ProtocolException {
    if (more > LARGEST - remaining - withheld) {
      throw new ProtocolException(
          "a window of more than 2^32-1 bytes was granted to the " + sender);
    }
    withheld += more;
    return share();
  }

  /** The sender used this much; the bastion holds it until it is {@link #written}. */
  synchronized void use(long bytes) throws ProtocolException {
    if (bytes > remaining || bytes > largestPacket) {
      throw new ProtocolException("the " + sender + " sent more than its window allows");
    }
    remaining -= bytes;
    held += bytes;
  }

  /** This much has left for the receiver. Returns how much more the sender is told. */
  synchronized long written(long bytes) {
    held -= bytes;
    long room = room();
    return room >= WORTH_TELLING || room == withheld ? share() : 0;
  }

  private long share() {
    long more = room();
    withheld -= more;
    remaining += more;
    return more;
  }

  private long room() {
    return Math.clamp(MOST_HELD - remaining - held, 0, withheld);
  }
}
