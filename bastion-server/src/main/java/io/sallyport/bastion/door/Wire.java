package io.sallyport.bastion.door;

import java.io.IOException;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/**
 * A channel of the outer door that carries a connection to the inner one: the client's bytes in,
 * the inner door's bytes out.
 *
 * <p>Runs on the I/O thread of the client's connection.
 */
final class Wire {

  private final AbstractServerChannel channel;
  private final InnerDoor innerDoor;
  private final ChannelIoSession inner;

  /**
   * A wire over a channel that is open.
   *
   * @param onClose called when the inner door has closed its side and what it wrote has been sent
   */
  Wire(AbstractServerChannel channel, InnerDoor innerDoor, Runnable onClose) {
    this.channel = channel;
    this.innerDoor = innerDoor;
    this.inner = new ChannelIoSession(channel, onClose);
  }

  /** Begins a connection to the inner door, in the name of this host. */
  void begin(String host, int port) {
    innerDoor.enter(inner, ClientConnection.of(channel.getSession()), host, port);
  }

  /** Takes what the client sent, and grants it as much again. */
  void data(byte[] bytes, int offset, long length) throws IOException {
    if (inner.isClosing()) {
      return;
    }
    try {
      handler().messageReceived(inner, new ByteArrayBuffer(bytes, offset, (int) length));
    } catch (Exception e) {
      inner.failed(handler(), e);
    }
    channel.getLocalWindow().release(length);
  }

  /** The client takes more. */
  void windowGrew() throws IOException {
    inner.drain();
  }

  /** The client has ended its side, or is gone. */
  void clientGone() {
    inner.peerClosed(handler());
  }

  private IoHandler handler() {
    return innerDoor.handler();
  }
}
