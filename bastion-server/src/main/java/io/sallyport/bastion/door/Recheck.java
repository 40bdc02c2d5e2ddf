package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.HopEnd;
import io.sallyport.bastion.relay.RelayedHop;
import io.sallyport.bastion.relay.Timers;

/** Asks every few minutes whether a hop may go on, and ends it when it may not. */
final class Recheck {

  private final Passage passage;
  private final HopRequest request;
  private final RelayedHop hop;
  private final Timers timers;

  private volatile boolean allowed; // written by one check after the other

  // Guarded by this.
  private Timers.Pending next = () -> {};
  private boolean over;

  private Recheck(Passage passage, HopRequest request, Passage.Outcome.Open open, Timers timers) {
    this.passage = passage;
    this.request = request;
    this.hop = open.hop();
    this.allowed = open.allowed();
    this.timers = timers;
  }

  /** Begins, and goes on until the hop has ended. */
  static void begin(Passage passage, HopRequest request, Passage.Outcome.Open open, Timers timers) {
    Recheck recheck = new Recheck(passage, request, open, timers);
    recheck.later();
    open.hop().hop().whenEnded(recheck::end);
  }

  private synchronized void later() {
    if (!over) {
      next = timers.after(passage.interval(request), this::start);
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
    switch (passage.holds(request, hop.hop().grant(), allowed)) {
      case ALLOWED -> {
        allowed = true;
        later();
      }
      case UNDISPUTED -> later();
      case WITHDRAWN -> hop.end(HopEnd.WITHDRAWN);
    }
  }
}
