package io.sallyport.bastion.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.SshConstants;

/**
 * The part of a client's window that is kept for words of the bastion, so that they never take what
 * the backend was granted (RFC 4254, section 5.2).
 */
final class Notices {

  private static final long RESERVE = 1024;
  private static final int STDERR = 1;

  // Guarded by this.
  private long left;
  private long owed;

  /** Keeps a part of a window, unless it is a very small one; returns the rest. */
  synchronized long reserveFrom(long window) {
    left = window >= 16 * RESERVE ? RESERVE : 0;
    return window - left;
  }

  /** The client allows more; what was used of the reserve is kept back. Returns the rest. */
  synchronized long refill(long bytes) {
    long kept = Math.min(owed, bytes);
    owed -= kept;
    left += kept;
    return bytes - kept;
  }

  /** Words as a message of extended data; an empty message where there is no room for them. */
  synchronized Message message(String words) {
    byte[] text = words.getBytes(StandardCharsets.UTF_8);
    if (text.length > left) {
      return Message.empty(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA);
    }
    left -= text.length;
    owed += text.length;
    ByteBuffer payload = ByteBuffer.allocate(2 * Integer.BYTES + text.length);
    return Message.whole(
        SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA,
        payload.putInt(STDERR).putInt(text.length).put(text).array());
  }
}
