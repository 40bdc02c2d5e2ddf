package io.sallyport.bastion.relay;

import java.io.IOException;
import java.net.ProtocolException;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pair that faces the side which is asked to open a channel, in the words and with the
 * window of the side that wants it. Hands every message to the relay; runs on the I/O thread of the
 * side that it faces.
 */
final class RequestedEnd extends AbstractClientChannel implements ChannelEnd {

  private final ChannelRelay relay;
  private final Side side;
  private final AskingEnd asking;
  private final OpenRequest request;
  private final Outlet outlet = new Outlet(this);

  /** Known before the asking side hears of it, which may close at once; MINA's own flag is not. */
  private volatile boolean confirmed;

  RequestedEnd(ChannelRelay relay, Side side, AskingEnd asking, OpenRequest request) {
    super(request.type());
    this.relay = relay;
    this.side = side;
    this.asking = asking;
    this.request = request;
    CoreModuleProperties.WINDOW_SIZE.set(this, request.window());
    CoreModuleProperties.MAX_PACKET_SIZE.set(this, request.packet());
    addCloseFutureListener(_ -> relay.end());
  }

  @Override
  public synchronized OpenFuture open() throws IOException {
    openFuture = new DefaultOpenFuture(this, futureLock);
    Session session = getSession();
    Buffer packet = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
    packet.putString(request.type());
    packet.putUInt(getChannelId());
    packet.putUInt(getLocalWindow().getSize());
    packet.putUInt(getLocalWindow().getPacketSize());
    request.specifics().writeTo(packet);
    var _ = ThreadUtils.runAsInternal(packet, session::writePacket);
    return openFuture;
  }

  /** MINA would open no channel to a peer that takes packets larger than any. */
  @Override
  public void handleOpenSuccess(long recipient, long window, long packet, Buffer buffer) {
    super.handleOpenSuccess(recipient, window, Math.min(packet, Window.LARGEST_PACKET), buffer);
  }

  @Override
  protected void doOpen() throws IOException {
    confirmed = true;
    long window = getRemoteWindow().getSize();
    long packet = getRemoteWindow().getPacketSize();
    long told = relay.opened(side, window, packet);
    asking.confirm(told, packet);
  }

  @Override
  public void handleOpenFailure(Buffer buffer) {
    Buffer reader = Message.of(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, buffer).reader();
    int reason = reader.getInt();
    String message = reader.getString();
    relay.abandon();
    super.handleOpenFailure(buffer);
    asking.refuse(reason, message);
  }

  @Override
  public @Nullable IoWriteFuture send(Message message) throws IOException {
    return outlet.send(message);
  }

  @Override
  public void finish() {
    var _ = close(!confirmed);
  }

  @Override
  protected void preClose() {
    outlet.shut();
    super.preClose();
  }

  private void arrived(Message message) throws IOException {
    if (!confirmed) {
      throw new ProtocolException("a message came for a channel that is not open yet");
    }
    relay.arrived(side, message);
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
}
