package io.sallyport.bastion.door;

import io.sallyport.bastion.hop.PendingHop;
import io.sallyport.bastion.relay.ClientHop;
import io.sallyport.bastion.relay.HopEnd;
import io.sallyport.bastion.relay.KeepAlive;
import io.sallyport.bastion.relay.RelayedHop;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection on its way through a {@link Passage}, and after it: the connection lives
 * as long as the hop, and its client is told why it ends.
 */
final class Crossing {

  private static final Logger log = LoggerFactory.getLogger(Crossing.class);

  /** What a door does when the way is open or closed. */
  interface Door {
    /** The hop is up and serves the client. */
    void opened(RelayedHop hop) throws IOException;

    /** There is no way through. */
    void closed(String words) throws IOException;

    /** There was a way, and now there is none. */
    void ended(String words);
  }

  private final Passage passage;
  private final Watch watch;
  private final ServerSession client;
  private final HopRequest request;
  private final String login;
  private final AtomicBoolean ended = new AtomicBoolean();

  Crossing(Passage passage, Watch watch, ServerSession client, HopRequest request, String login) {
    this.passage = passage;
    this.watch = watch;
    this.client = client;
    this.request = request;
    this.login = login;
  }

  /** Goes the way on a virtual thread. */
  void begin(Door door) {
    client.addCloseFutureListener(_ -> request.pending().ifPresent(PendingHop::abandon));
    Thread.ofVirtual().name("hop-" + request.session()).start(() -> cross(door));
  }

  private void cross(Door door) {
    try {
      switch (passage.enter(request, login, refused -> tell(refused, door))) {
        case Passage.Outcome.Open open -> serve(open, door);
        case Passage.Outcome.Closed(var refused) -> refuse(refused, door);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      log.error("{} hop {} was given up", request.session(), request.number(), e);
      ClientHop.of(client).failed();
      var _ = client.close(true);
    }
  }

  /** It is watched over before the client can use it. */
  private void serve(Passage.Outcome.Open open, Door door) throws IOException {
    RelayedHop hop = open.hop();
    KeepAlive.of(
        hop.hop().connection(),
        watch.keepAlive(),
        watch.timers(),
        () -> hop.end(HopEnd.BACKEND_SILENT));
    Recheck.begin(passage, request, open, watch.timers());
    hop.hop()
        .whenEnded(() -> end(door, "the connection to " + request.destination() + " has ended"));
    hop.serve(client, watch.timers());
    door.opened(hop);
  }

  private void refuse(Refused refused, Door door) throws IOException {
    ClientHop.of(client).failed();
    door.closed(refused.text(request, login));
  }

  private void tell(Refused refused, Door door) {
    end(door, refused.text(request, login));
  }

  /** Says the first reason only: what it brings about ends the hop as well. */
  private void end(Door door, String words) {
    if (!ended.getAndSet(true)) {
      door.ended(words);
    }
  }

  /** Ends a connection that has no more to do, with these words. */
  static void disconnect(Session client, String words) {
    try {
      var _ =
          ThreadUtils.runAsInternal(
              client,
              session -> {
                session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, words);
                return true;
              });
    } catch (IOException _) {
      var _ = client.close(true);
    }
  }
}
