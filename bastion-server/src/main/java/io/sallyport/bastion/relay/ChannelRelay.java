package io.sallyport.bastion.relay;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;

/**
 * A pair of channels, joined message by message: what one side sends goes to the other, each in its
 * order and within the other's window.
 *
 * <p>Two I/O threads meet here, the client's and the hop's.
 */
abstract sealed class ChannelRelay permits SessionRelay, ForwardRelay {

  private final RelayedHop hop;
  private final Lane fromClient = new Lane(Side.CLIENT);
  private final Lane fromBackend = new Lane(Side.BACKEND);
  private final AtomicBoolean over = new AtomicBoolean();

  ChannelRelay(RelayedHop hop) {
    this.hop = hop;
  }

  RelayedHop hop() {
    return hop;
  }

  private Lane from(Side sender) {
    return sender == Side.CLIENT ? fromClient : fromBackend;
  }

  /** Asks the other side to open its end, with the window of the side that has asked for it. */
  void join(AskingEnd asked, Side asking, OpenRequest request) throws IOException {
    hop.began(this);
    Lane toAsking = from(asking.opposite());
    OpenRequest told = request.told(toAsking.open(request.window(), request.packet()));
    toAsking.leadTo(asked);
    RequestedEnd end = new RequestedEnd(this, asking.opposite(), asked, told);
    from(asking).leadTo(end);
    Session connection = hop.connection(asking.opposite());
    var _ = connection.getService(ConnectionService.class).registerChannel(end);
    var _ = end.open();
  }

  /** The side that was asked takes this much. Returns what the side that asks is told of it. */
  long opened(Side asked, long window, long packet) {
    return from(asked.opposite()).open(window, packet);
  }

  /** A message has arrived; its data are checked against the window, whatever becomes of it. */
  final void arrived(Side sender, Message message) throws IOException {
    long bytes = from(sender).arrived(message);
    if (bytes > 0) {
      hop.moved();
    }
    take(sender, message, bytes);
  }

  /**
   * Does with a message what this kind of channel does.
   *
   * @param bytes of data in it
   */
  abstract void take(Side sender, Message message, long bytes) throws IOException;

  /** Passes a message on. */
  final void pass(Side sender, Message message) throws IOException {
    if (message.command() == SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST) {
      allow(sender, from(sender.opposite()).adjust(message.reader().getUInt()));
    } else {
      from(sender).pass(message, more -> allowLater(sender.opposite(), more));
    }
  }

  /** The other side may send more to this receiver. */
  private void allow(Side receiver, long more) throws IOException {
    if (more > 0) {
      tell(receiver, Message.windowAdjust(more));
    }
  }

  private void allowLater(Side receiver, long more) {
    try {
      allow(receiver, more);
    } catch (IOException e) {
      end();
    }
  }

  /** Sends a message of our own, in the name of this side. */
  final void tell(Side sender, Message message) throws IOException {
    var _ = from(sender).send(message);
  }

  /** Closes both ends after what was sent before, and then what was kept of it. */
  final void end() {
    if (!over.getAndSet(true)) {
      fromClient.finish();
      fromBackend.finish();
      hop.ended(this);
      ended();
    }
  }

  /** The other side did not open its end; the ends see to themselves. */
  final void abandon() {
    if (!over.getAndSet(true)) {
      hop.ended(this);
      ended();
    }
  }

  abstract void ended();
}
