package io.sallyport.bastion.wire;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;

/**
 * Acknowledges at once a small message that got no answer. A peer that has Nagle's algorithm on, as
 * OpenSSH has until it knows what a session is for, keeps its next message until the last one is
 * acknowledged, and Linux waits 40 ms for an answer that could carry the acknowledgement. It costs
 * a login three of these waits.
 *
 * <p>Used by the loop's thread only.
 */
final class PromptAck {

  /** Larger messages come in numbers, and are acknowledged without help. */
  static final int SMALL = 4 * 1024;

  private static final SocketOption<Boolean> QUICK = ExtendedSocketOptions.TCP_QUICKACK;

  private final SocketChannel socket;
  private final boolean supported;
  private boolean owed;

  PromptAck(SocketChannel socket) {
    this.socket = socket;
    this.supported = socket.supportedOptions().contains(QUICK);
  }

  void received(int length) {
    owed = supported && length <= SMALL;
  }

  void answered() {
    owed = false;
  }

  /**
   * Acknowledges what has not been answered by now; Linux forgets the option with the next write.
   */
  void settle() throws IOException {
    if (owed && socket.isOpen()) {
      owed = false;
      socket.setOption(QUICK, true);
    }
  }
}
