package io.sallyport.bastion.relay;

import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;

/**
 * The end of a pair that faces the ssh client: a session channel of the inner door. Hands every
 * message to the relay; runs on the I/O thread of the client's connection.
 */
public final class ClientChannel extends AbstractServerChannel implements ChannelEnd {

  private final ChannelRelay relay;
  private final Outlet outlet = new Outlet(this);
  private final DefaultOpenFuture opening = new DefaultOpenFuture(this, futureLock);

  // Guarded by outlet.
  private boolean closedByClient;
  private boolean finished;

  public ClientChannel(RelayedHop hop) {
    super(null);
    this.relay = new ChannelRelay(hop, this);
    addCloseFutureListener(_ -> relay.clientGone());
  }

  /**
   * Confirmed only when the backend has confirmed its own end; refused by {@link OpenFailure}, so
   * that the future has nothing left to tell.
   */
  @Override
  public OpenFuture open(long recipient, long window, long packet, Buffer buffer) {
    setRecipient(recipient);
    try {
      relay.open(window, packet);
    } catch (IOException | RuntimeException e) {
      refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "the hop is gone");
    }
    return opening;
  }

  /** The backend's end is open with this window; now the client may send into it. */
  void confirm(long window, long packet) {
    CoreModuleProperties.WINDOW_SIZE.set(this, window);
    CoreModuleProperties.MAX_PACKET_SIZE.set(this, packet);
    configureWindow();
    signalChannelOpenSuccess();
    opening.setOpened();
  }

  /** The backend's end did not open. */
  void refuse(int reason, String message) {
    try {
      OpenFailure.send(this, reason, message);
    } catch (IOException _) {
      finish();
    }
  }

  @Override
  public void send(Message message) throws IOException {
    outlet.send(message);
  }

  /** Sends our close, which is the first, or the answer to the client's. */
  @Override
  public void finish() {
    boolean answer;
    synchronized (outlet) {
      finished = true;
      answer = closedByClient;
    }
    if (answer) {
      answerClose();
    } else {
      var _ = close(false);
    }
  }

  /**
   * The client's close goes to the backend and is answered when the backend has closed too: until
   * then the client still takes messages, and OpenSSH closes before it has the exit status.
   */
  @Override
  public void handleClose() throws IOException {
    boolean answer;
    synchronized (outlet) {
      closedByClient = true;
      answer = finished;
    }
    if (answer) {
      answerClose();
    } else {
      relay.fromClient(Message.empty(SshConstants.SSH_MSG_CHANNEL_CLOSE));
    }
  }

  private void answerClose() {
    try {
      super.handleClose();
    } catch (IOException _) {
      var _ = close(true);
    }
  }

  @Override
  protected void preClose() {
    outlet.shut();
    super.preClose();
  }

  @Override
  public void handleData(Buffer buffer) throws IOException {
    relay.fromClient(Message.of(SshConstants.SSH_MSG_CHANNEL_DATA, buffer));
  }

  @Override
  public void handleExtendedData(Buffer buffer) throws IOException {
    relay.fromClient(Message.of(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer));
  }

  @Override
  public void handleRequest(Buffer buffer) throws IOException {
    relay.fromClient(Message.of(SshConstants.SSH_MSG_CHANNEL_REQUEST, buffer));
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    relay.fromClient(Message.of(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, buffer));
  }

  @Override
  public void handleSuccess() throws IOException {
    relay.fromClient(Message.empty(SshConstants.SSH_MSG_CHANNEL_SUCCESS));
  }

  @Override
  public void handleFailure() throws IOException {
    relay.fromClient(Message.empty(SshConstants.SSH_MSG_CHANNEL_FAILURE));
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    relay.fromClient(Message.empty(SshConstants.SSH_MSG_CHANNEL_EOF));
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
