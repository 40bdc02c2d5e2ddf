package io.sallyport.bastion.relay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * The replies to a client's global requests, in the order of the requests (RFC 4254, section 4),
 * although the backend answers some of them later.
 */
final class GlobalReplies {

  private static final AttributeKey<GlobalReplies> KEY = new AttributeKey<>();

  private final Session client;

  // Guarded by this.
  private final Queue<Reply> expected = new ArrayDeque<>();

  private GlobalReplies(Session client) {
    this.client = client;
  }

  static GlobalReplies of(Session client) {
    return client.computeAttributeIfAbsent(KEY, _ -> new GlobalReplies(client));
  }

  /** The reply to one request; given once, and sent in its turn. */
  final class Reply {
    private final boolean wanted;
    private byte command;
    private byte @Nullable [] payload;

    private Reply(boolean wanted) {
      this.wanted = wanted;
    }

    void success(byte[] specifics) {
      give(SshConstants.SSH_MSG_REQUEST_SUCCESS, specifics);
    }

    void failure() {
      give(SshConstants.SSH_MSG_REQUEST_FAILURE, new byte[0]);
    }

    private void give(byte answer, byte[] specifics) {
      synchronized (GlobalReplies.this) {
        command = answer;
        payload = specifics;
        sendDue();
      }
    }
  }

  /** A request has come; its reply is due after those of the requests before it. */
  synchronized Reply expect(boolean wanted) {
    Reply reply = new Reply(wanted);
    expected.add(reply);
    return reply;
  }

  private void sendDue() {
    for (Reply reply = expected.peek(); reply != null; reply = expected.peek()) {
      byte[] payload = reply.payload;
      if (payload == null) {
        return;
      }
      expected.remove();
      if (reply.wanted) {
        send(reply.command, payload);
      }
    }
  }

  private void send(byte command, byte[] payload) {
    try {
      Buffer packet = client.createBuffer(command);
      packet.putRawBytes(payload);
      var _ = ThreadUtils.runAsInternal(packet, client::writePacket);
    } catch (IOException e) {
      var _ = client.close(true);
    }
  }
}
