package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.OpenFailure;
import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/** A channel that the outer door does not open: refused, with the way that works. */
final class NoChannel extends AbstractServerChannel {

  NoChannel() {
    super(null);
  }

  @Override
  public OpenFuture open(long recipient, long window, long packet, Buffer buffer) {
    setRecipient(recipient);
    try {
      OpenFailure.send(
          this,
          SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
          "the bastion itself forwards nothing; go on with: ssh -J %s@BASTION LOGIN@TARGET"
              .formatted(getSession().getUsername()));
    } catch (IOException _) {
      var _ = close(true);
    }
    return new DefaultOpenFuture(this, futureLock);
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) {}

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) {}
}
