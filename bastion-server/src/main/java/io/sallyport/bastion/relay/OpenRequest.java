package io.sallyport.bastion.relay;

import org.apache.sshd.common.util.buffer.Buffer;

/**
 * What one side asks for when it opens a channel (RFC 4254, section 5.1).
 *
 * @param type the channel type
 * @param window how many bytes it takes to begin with
 * @param packet the largest piece that it takes
 * @param specifics what follows, by type
 */
record OpenRequest(String type, long window, long packet, Message specifics) {

  /** A reader of the specifics. */
  Buffer reader() {
    return specifics.reader();
  }

  OpenRequest withWindow(long smaller) {
    return new OpenRequest(type, smaller, packet, specifics);
  }

  /** As the other side is asked: with what it is told of the window. */
  OpenRequest told(long share) {
    return new OpenRequest(type, share, Math.min(packet, Window.LARGEST_PACKET), specifics);
  }
}
