package io.sallyport.lab.mina;

import java.io.IOException;
import java.util.Map;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process ended, told to the client as exit-status or exit-signal.
 *
 * <p>Java reports a process that a signal ended as 128 + the signal's number, as shells do, so a
 * command that exits with such a number by itself is told as a signal, too.
 */
final class ExitStatus {
  private static final Logger LOG = LoggerFactory.getLogger(ExitStatus.class);
  private static final int SIGNAL_BASE = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "HUP", 2, "INT", 3, "QUIT", 4, "ILL", 6, "ABRT", 8, "FPE", 9, "KILL", 11, "SEGV", 13,
          "PIPE", 15, "TERM");

  private ExitStatus() {}

  static void report(int status, ChannelSession channel, ExitCallback callback) {
    String signal = SIGNALS.get(status - SIGNAL_BASE);
    if (signal == null) {
      callback.onExit(status);
      return;
    }
    try {
      sendSignal(signal, channel);
    } catch (IOException e) {
      LOG.debug("the client left before it could be told of signal {}", signal, e);
    }
    channel.close(false);
  }

  private static void sendSignal(String signal, ChannelSession channel) throws IOException {
    Buffer request = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
    request.putUInt(channel.getRecipient());
    request.putString("exit-signal");
    request.putBoolean(false); // no reply wanted
    request.putString(signal);
    request.putBoolean(false); // no core dumped
    request.putString("");
    request.putString("");
    channel.writePacket(request);
  }
}
