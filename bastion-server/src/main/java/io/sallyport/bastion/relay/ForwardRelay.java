package io.sallyport.bastion.relay;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.recording.ForwardRecording;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.SshConstants;

/**
 * A relayed channel that carries a connection: a forwarded port or socket, an agent, a display.
 * Nothing is asked for on such a channel once it is open; its bytes are counted.
 */
final class ForwardRelay extends ChannelRelay {

  private final int number;
  private final ForwardRecording recording;
  private final AtomicLong bytesFromClient = new AtomicLong();
  private final AtomicLong bytesFromBackend = new AtomicLong();

  ForwardRelay(RelayedHop hop, int number, ForwardRecording recording) {
    super(hop);
    this.number = number;
    this.recording = recording;
  }

  @Override
  void take(Side sender, Message message, long bytes) throws IOException {
    switch (message.command()) {
      case SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA ->
          throw new ProtocolException("a connection has no extended data");
      case SshConstants.SSH_MSG_CHANNEL_REQUEST -> refuse(sender, Request.of(message));
      case SshConstants.SSH_MSG_CHANNEL_SUCCESS, SshConstants.SSH_MSG_CHANNEL_FAILURE -> {}
      default -> {
        (sender == Side.CLIENT ? bytesFromClient : bytesFromBackend).addAndGet(bytes);
        pass(sender, message);
      }
    }
  }

  private void refuse(Side sender, Request request) throws IOException {
    if (request.wantReply()) {
      tell(sender.opposite(), Message.empty(SshConstants.SSH_MSG_CHANNEL_FAILURE));
    }
  }

  @Override
  void ended() {
    long sent = bytesFromClient.get();
    long received = bytesFromBackend.get();
    recording.close(sent, received);
    hop().audit(new AuditEvent.ForwardEnded(hop().number(), number, sent, received));
  }
}
