package io.sallyport.bastion.relay;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * A question that is put to a peer now and then, to which every peer must say something (RFC 4254,
 * section 4): one that stays silent has vanished, and its connection is closed.
 */
public final class KeepAlive {

  private static final String REQUEST = "keepalive@openssh.com";

  /**
   * When to ask, and when to give up.
   *
   * @param interval between two questions
   * @param unanswered this many questions without an answer end the connection
   */
  public record Settings(
      @Default("30s") @Between(min = "1s", max = "1h") Duration interval,
      @Default("3") @Between(min = "1", max = "100") int unanswered) {}

  private final Session peer;
  private final Settings settings;
  private final Timers timers;
  private final Runnable onSilence;
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile Timers.@Nullable Pending next;

  private KeepAlive(Session peer, Settings settings, Timers timers, Runnable onSilence) {
    this.peer = peer;
    this.settings = settings;
    this.timers = timers;
    this.onSilence = onSilence;
  }

  /**
   * Asks this peer for as long as its connection lasts.
   *
   * @param onSilence called when it has vanished, just before the connection is closed
   */
  public static void of(Session peer, Settings settings, Timers timers, Runnable onSilence) {
    KeepAlive alive = new KeepAlive(peer, settings, timers, onSilence);
    alive.schedule();
    peer.addCloseFutureListener(_ -> alive.stop());
  }

  private void schedule() {
    next = timers.after(settings.interval(), this::ask);
  }

  private void stop() {
    Timers.Pending pending = next;
    if (pending != null) {
      pending.cancel();
    }
  }

  private void ask() {
    if (!peer.isOpen()) {
      return;
    }
    if (unanswered.getAndIncrement() >= settings.unanswered()) {
      onSilence.run();
      var _ = peer.close(true);
      return;
    }
    try {
      send();
      schedule();
    } catch (IOException e) {
      var _ = peer.close(true);
    }
  }

  private void send() throws IOException {
    Buffer request = peer.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    request.putString(REQUEST);
    request.putBoolean(true);
    var _ =
        ThreadUtils.runAsInternal(
            request, packet -> peer.request(packet, REQUEST, (_, _) -> unanswered.set(0)));
  }
}
