package io.sallyport.bastion.relay;

import java.io.IOException;
import java.net.ProtocolException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pair that faces the side which has asked for the channel. Hands every message to the
 * relay; runs on the I/O thread of that side.
 */
final class AcceptedEnd extends AbstractServerChannel implements AskingEnd {

  private static final String GONE = "the connection is gone";

  private final Side side;
  private final Opening opening;
  private final Outlet outlet = new Outlet(this);
  private final DefaultOpenFuture future = new DefaultOpenFuture(this, futureLock);
  private volatile @Nullable ChannelRelay relay;

  // Guarded by outlet.
  private boolean confirmed;
  private boolean closedByPeer;
  private boolean finished;

  /** An end that faces this side; what comes of the request is decided by {@code opening}. */
  AcceptedEnd(Side side, Opening opening) {
    super(null);
    this.side = side;
    this.opening = opening;
    addCloseFutureListener(_ -> gone());
  }

  /**
   * Confirmed only when the other side has confirmed its own end; refused by {@link OpenFailure},
   * so that the future has nothing left to tell.
   */
  @Override
  public OpenFuture open(long recipient, long window, long packet, Buffer specifics) {
    setRecipient(recipient);
    Message rest = Message.of(SshConstants.SSH_MSG_CHANNEL_OPEN, specifics).copy();
    try {
      opening.asked(this, new OpenRequest(opening.type(), window, packet, rest));
    } catch (BufferException _) {
      refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "the request cannot be read");
    }
    return future;
  }

  /** Joins this end with a new one of the other side, if it still has a client. */
  void join(ChannelRelay with, OpenRequest request) {
    relay = with;
    try {
      with.join(this, side, request);
    } catch (IOException | RuntimeException _) {
      with.end();
    }
    if (isClosing()) {
      with.end();
    }
  }

  /** The other side's end is open with this window; now this side may send into it. */
  @Override
  public void confirm(long window, long packet) throws IOException {
    CoreModuleProperties.WINDOW_SIZE.set(this, window);
    CoreModuleProperties.MAX_PACKET_SIZE.set(this, packet);
    configureWindow();
    synchronized (outlet) {
      confirmed = true;
    }
    var _ = ThreadUtils.runAsInternal(this, AcceptedEnd::sendConfirmation);
    future.setOpened();
  }

  private boolean sendConfirmation() {
    signalChannelOpenSuccess();
    return true;
  }

  /** The channel is not opened. */
  @Override
  public void refuse(int reason, String message) {
    try {
      OpenFailure.send(this, reason, message);
    } catch (IOException _) {
      var _ = close(true);
    }
  }

  @Override
  public @Nullable IoWriteFuture send(Message message) throws IOException {
    return outlet.send(message);
  }

  /** Sends our close, which is the first, or the answer to the peer's. */
  @Override
  public void finish() {
    boolean refuse;
    boolean answer;
    synchronized (outlet) {
      finished = true;
      refuse = !confirmed;
      answer = closedByPeer;
    }
    if (refuse) {
      refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, GONE);
    } else if (answer) {
      answerClose();
    } else {
      var _ = close(false);
    }
  }

  /**
   * The peer's close goes to the other side and is answered when that has closed too: until then
   * the peer still takes messages, and OpenSSH closes before it has the exit status.
   */
  @Override
  public void handleClose() throws IOException {
    boolean answer;
    synchronized (outlet) {
      closedByPeer = true;
      answer = finished;
    }
    if (answer) {
      answerClose();
    } else {
      arrived(Message.empty(SshConstants.SSH_MSG_CHANNEL_CLOSE));
    }
  }

  private void answerClose() {
    try {
      super.handleClose();
    } catch (IOException _) {
      var _ = close(true);
    }
  }

  private void gone() {
    ChannelRelay joined = relay;
    if (joined != null) {
      joined.end();
    }
  }

  private void arrived(Message message) throws IOException {
    ChannelRelay joined = relay;
    if (joined == null) {
      throw new ProtocolException("a message came for a channel that is not open yet");
    }
    joined.arrived(side, message);
  }

  @Override
  protected void preClose() {
    outlet.shut();
    super.preClose();
  }

  @Override
  public void handleData(Buffer buffer) throws IOException {
    arrived(Message.of(SshConstants.SSH_MSG_CHANNEL_DATA, buffer));
  }

  @Override
  public void handleExtendedData(Buffer buffer) throws IOException {
    arrived(Message.of(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer));
  }

  @Override
  public void handleRequest(Buffer buffer) throws IOException {
    arrived(Message.of(SshConstants.SSH_MSG_CHANNEL_REQUEST, buffer));
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    arrived(Message.of(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, buffer));
  }

  @Override
  public void handleSuccess() throws IOException {
    arrived(Message.empty(SshConstants.SSH_MSG_CHANNEL_SUCCESS));
  }

  @Override
  public void handleFailure() throws IOException {
    arrived(Message.empty(SshConstants.SSH_MSG_CHANNEL_FAILURE));
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    arrived(Message.empty(SshConstants.SSH_MSG_CHANNEL_EOF));
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) {
    throw new UnsupportedOperationException("data goes through the relay");
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) {
    throw new UnsupportedOperationException("data goes through the relay");
  }
}
