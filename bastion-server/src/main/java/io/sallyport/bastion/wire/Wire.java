package io.sallyport.bastion.wire;

import java.io.IOException;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A channel that carries a connection of its own: what the peer sends into the channel is that
 * connection's input, and its output goes into the channel.
 *
 * <p>Runs on the I/O thread of the channel's connection.
 */
public final class Wire {

  private final AbstractChannel channel;
  private final IoHandler handler;
  private final ChannelIoSession inner;

  /**
   * A wire over a channel.
   *
   * @param handler of the server or client to which the inner connection belongs
   * @param onClose called when this side has closed the inner connection and what it wrote has been
   *     sent
   */
  public Wire(AbstractChannel channel, IoHandler handler, Runnable onClose) {
    this.channel = channel;
    this.handler = handler;
    this.inner = new ChannelIoSession(channel, onClose);
  }

  /** The inner connection. */
  public IoSession inner() {
    return inner;
  }

  /** Begins the inner connection; the channel is open. */
  public void begin() {
    try {
      handler.sessionCreated(inner);
    } catch (Exception e) {
      failed(e);
    }
  }

  /** Takes what the peer sent, and grants it as much again. */
  public void data(byte[] bytes, int offset, long length) throws IOException {
    if (inner.isClosing()) {
      return;
    }
    try {
      handler.messageReceived(inner, new ByteArrayBuffer(bytes, offset, (int) length));
    } catch (Exception e) {
      failed(e);
    }
    channel.getLocalWindow().release(length);
  }

  /** The peer takes more. */
  public void windowGrew() throws IOException {
    inner.drain();
  }

  /** The peer has ended its side, or is gone. */
  public void peerGone() {
    try {
      handler.sessionClosed(inner);
    } catch (Exception _) {
      var _ = inner.close(true);
    }
  }

  /** Something went wrong on the inner connection; whose it is decides what that means. */
  private void failed(Exception cause) {
    try {
      handler.exceptionCaught(inner, cause);
    } catch (Exception _) {
      var _ = inner.close(true);
    }
  }
}
