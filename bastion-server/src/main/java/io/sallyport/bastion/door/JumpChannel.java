package io.sallyport.bastion.door;

import io.sallyport.bastion.wire.Wire;
import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * A {@code direct-tcpip} channel of the outer door (RFC 4254, section 7.2): what {@code -J}, {@code
 * -W} and {@code ProxyCommand} open. Nothing is dialled; behind it stands the inner door.
 *
 * <p>Runs on the I/O thread of the client's connection.
 */
final class JumpChannel extends AbstractServerChannel {

  private final InnerDoor innerDoor;
  private @Nullable Wire wire;

  JumpChannel(InnerDoor innerDoor) {
    super(null);
    this.innerDoor = innerDoor;
    addCloseFutureListener(_ -> clientGone());
  }

  /** Always opens: whether the host exists and may be reached is told at the inner door. */
  @Override
  protected OpenFuture doInit(Buffer request) {
    String host = request.getString();
    int port = request.getInt();
    OpenFuture opening = new DefaultOpenFuture(this, futureLock);
    signalChannelOpenSuccess();
    opening.setOpened();
    Wire own = innerDoor.wire(this, this::innerClosed);
    wire = own;
    innerDoor.enter(own, ClientConnection.of(getSession()), host, port);
    return opening;
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) throws IOException {
    if (wire != null) {
      wire.data(data, offset, length);
    }
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) {
    // A TCP connection has no second stream.
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    super.handleWindowAdjust(buffer);
    if (wire != null) {
      wire.windowGrew();
    }
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    clientGone();
  }

  private void innerClosed() {
    if (isOpen()) {
      try {
        var _ = sendEof();
      } catch (IOException _) {
        // The connection is gone, and this channel with it.
      }
      var _ = close(false);
    }
  }

  private void clientGone() {
    if (wire != null) {
      wire.peerGone();
    }
  }
}
