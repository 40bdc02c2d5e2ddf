package io.sallyport.bastion.hop;

import io.sallyport.bastion.wire.Wire;
import io.sallyport.config.Address;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * The {@code direct-tcpip} channel (RFC 4254, section 7.2) in which a backend on the way carries
 * the connection to the next one. It is all that is ever opened there, and that backend's
 * connection ends with it.
 *
 * <p>Runs on the I/O thread of that connection.
 */
final class LinkChannel extends ChannelDirectTcpip {

  /** Whose connection it is, as far as a backend need know. */
  private static final SshdSocketAddress ORIGINATOR = new SshdSocketAddress("127.0.0.1", 0);

  /** How long a backend that has been told of the end may take to pass the last bytes on. */
  private static final int LINGER_SECONDS = 5;

  private final Wire wire;

  /**
   * A channel that is not open yet.
   *
   * @param context what the connection inside is opened with
   */
  LinkChannel(Address to, IoHandler client, AttributeRepository context) {
    super(ORIGINATOR, new SshdSocketAddress(to.host(), to.port()));
    this.wire = new Wire(this, client, this::innerClosed);
    var _ = wire.inner().setAttribute(AttributeRepository.class, context);
    addCloseFutureListener(_ -> closed());
  }

  /** The connection inside, once the channel is open. */
  ClientSession inner() {
    return (ClientSession) AbstractSession.getSession(wire.inner());
  }

  @Override
  protected void doOpen() {
    wire.begin();
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) throws IOException {
    wire.data(data, offset, length);
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) {
    // A TCP connection has no second stream.
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    super.handleWindowAdjust(buffer);
    wire.windowGrew();
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    wire.peerGone();
  }

  /** The backend answers when it has passed everything on, which it might never do. */
  private void innerClosed() {
    if (isOpen()) {
      try {
        var _ = sendEof();
      } catch (IOException _) {
        // The connection is gone, and this channel with it.
      }
      var _ = close(false);
      CompletableFuture.delayedExecutor(LINGER_SECONDS, TimeUnit.SECONDS)
          .execute(() -> close(true));
    }
  }

  private void closed() {
    wire.peerGone();
    if (getSession() instanceof ClientSession link) {
      Hop.end(link);
    }
  }
}
