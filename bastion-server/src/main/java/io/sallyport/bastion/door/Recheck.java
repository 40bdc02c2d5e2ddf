package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Revalidation;
import io.sallyport.bastion.relay.HopEnd;
import io.sallyport.bastion.relay.RelayedHop;
import io.sallyport.bastion.relay.Timers;

/** Asks every few minutes whether a hop may go on, and ends it when it may not. */
final class Recheck {

  private final Passage passage;
  private final HopRequest request;
  private final RelayedHop hop;
  private final Timers timers;

  // Guarded by this.
  private Timers.Pending next = () -> {};
  private boolean over;

  private Recheck(Passage passage, HopRequest request, RelayedHop hop, Timers timers) {
    this.passage = passage;
    this.request = request;
    this.hop = hop;
    this.timers = timers;
  }

  /** Begins, and goes on until the hop has ended. */
  static void begin(Passage passage, HopRequest request, RelayedHop hop, Timers timers) {
    Recheck recheck = new Recheck(passage, request, hop, timers);
    recheck.later();
    hop.hop().whenEnded(recheck::end);
  }

  private synchronized void later() {
    if (!over) {
      next = timers.after(Revalidation.INTERVAL, this::start);
    }
  }

  private synchronized void end() {
    over = true;
    next.cancel();
  }

  private void start() {
    Thread.ofVirtual().name("recheck-" + request.session()).start(this::now);
  }

  private void now() {
    if (passage.mayGoOn(request, hop.hop().grant())) {
      later();
    } else {
      hop.end(HopEnd.WITHDRAWN);
    }
  }
}
