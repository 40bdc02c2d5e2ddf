package io.sallyport.bastion.hop;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * The first word of a backend on a new connection: its identification (RFC 4253, section 4.2). An
 * sshd that has too many logins under way closes the connection instead.
 */
final class Greeting {

  static final AttributeKey<Greeting> KEY = new AttributeKey<>();
  static final SessionListener LISTENER = new Listener();

  private final CountDownLatch decided = new CountDownLatch(1);
  private volatile boolean heard;

  /**
   * Whether the backend closes the connection unheard. It does not if it greets us, says something
   * that is no SSH, or nothing at all in this time.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  boolean isRefused(ClientSession connection, Duration patience) throws InterruptedException {
    connection.addCloseFutureListener(_ -> decided.countDown());
    return decided.await(patience.toMillis(), TimeUnit.MILLISECONDS) && !heard;
  }

  private void heard() {
    heard = true;
    decided.countDown();
  }

  /** Runs on I/O threads. */
  private static final class Listener implements SessionListener {
    @Override
    public void sessionPeerIdentificationReceived(
        Session session, String version, List<String> extraLines) {
      note(session);
    }

    /** What we cannot read is something that was said; a connection that is reset is not. */
    @Override
    public void sessionException(Session session, Throwable cause) {
      boolean isGone =
          cause instanceof SocketException
              || cause instanceof ClosedChannelException
              || cause.getClass().equals(IOException.class);
      if (!isGone) {
        note(session);
      }
    }

    private static void note(Session session) {
      if (session instanceof ClientSession connection) {
        AttributeRepository context = connection.getConnectionContext();
        Greeting greeting = context == null ? null : context.getAttribute(KEY);
        if (greeting != null) {
          greeting.heard();
        }
      }
    }
  }
}
