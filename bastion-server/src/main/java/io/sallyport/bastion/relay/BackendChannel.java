package io.sallyport.bastion.relay;

import java.io.IOException;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * The end of a pair that faces the backend: a session channel of the hop, opened with the client's
 * window. Hands every message to the relay; runs on the I/O thread of the hop.
 */
final class BackendChannel extends AbstractClientChannel implements ChannelEnd {

  private final ChannelRelay relay;
  private final Outlet outlet = new Outlet(this);

  BackendChannel(ChannelRelay relay, long window, long packet) {
    super("session");
    this.relay = relay;
    CoreModuleProperties.WINDOW_SIZE.set(this, window);
    CoreModuleProperties.MAX_PACKET_SIZE.set(this, packet);
    addCloseFutureListener(_ -> relay.backendGone());
  }

  @Override
  protected void doOpen() {
    relay.backendOpened(getRemoteWindow().getSize(), getRemoteWindow().getPacketSize());
  }

  @Override
  public void handleOpenFailure(Buffer buffer) {
    Buffer reader = Message.of(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, buffer).reader();
    int reason = reader.getInt();
    String message = reader.getString();
    super.handleOpenFailure(buffer);
    relay.backendRefused(reason, message);
  }

  @Override
  public void send(Message message) throws IOException {
    outlet.send(message);
  }

  @Override
  public void finish() {
    var _ = close(false);
  }

  @Override
  protected void preClose() {
    outlet.shut();
    super.preClose();
  }

  @Override
  public void handleData(Buffer buffer) throws IOException {
    relay.fromBackend(Message.of(SshConstants.SSH_MSG_CHANNEL_DATA, buffer));
  }

  @Override
  public void handleExtendedData(Buffer buffer) throws IOException {
    relay.fromBackend(Message.of(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, buffer));
  }

  @Override
  public void handleRequest(Buffer buffer) throws IOException {
    relay.fromBackend(Message.of(SshConstants.SSH_MSG_CHANNEL_REQUEST, buffer));
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    relay.fromBackend(Message.of(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, buffer));
  }

  @Override
  public void handleSuccess() throws IOException {
    relay.fromBackend(Message.empty(SshConstants.SSH_MSG_CHANNEL_SUCCESS));
  }

  @Override
  public void handleFailure() throws IOException {
    relay.fromBackend(Message.empty(SshConstants.SSH_MSG_CHANNEL_FAILURE));
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    relay.fromBackend(Message.empty(SshConstants.SSH_MSG_CHANNEL_EOF));
  }
}
