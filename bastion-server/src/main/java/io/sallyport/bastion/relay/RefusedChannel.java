package io.sallyport.bastion.relay;

import java.io.IOException;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/** A channel that is never opened: whoever asks for it is told why (RFC 4254, section 5.1). */
public final class RefusedChannel extends AbstractServerChannel {

  private final int reason;
  private final String words;

  /**
   * A refusal.
   *
   * @param reason one of {@code SSH_OPEN_…}
   */
  public RefusedChannel(int reason, String words) {
    super(null);
    this.reason = reason;
    this.words = words;
  }

  @Override
  public OpenFuture open(long recipient, long window, long packet, Buffer buffer) {
    setRecipient(recipient);
    try {
      OpenFailure.send(this, reason, words);
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
