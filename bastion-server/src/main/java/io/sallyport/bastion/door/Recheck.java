package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.HopEnd;
import io.sallyport.bastion.relay.RelayedHop;
import io.sallyport.bastion.relay.Timers;

/** Asks now and then whether a hop may go on, and ends it when it may not. */
final class Recheck {

  private final Passage passage;
  private final HopRequest request;
  private final RelayedHop hop;
  private final Timers timers;

  private volatile boolean allowed; // written by one check after the other

  // Guarded by this.
  private Timers.Pending next = () -> {};
  private boolean over;
  private boolean asking;
  private boolean again;

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
    Runnable deaf = passage.whenChanged(request, recheck::soon);
    open.hop()
        .hop()
        .whenEnded(() -> {
          deaf.run();
          recheck.end();
        });
  }

  private synchronized void later() {
    asking = false;
    if (again) {
      start();
    } else if (!over) {
      next = timers.after(passage.interval(request), this::start);
    }
  }

  /** Without waiting for the next time; what is being asked now was asked before. */
  private synchronized void soon() {
    if (asking) {
      again = true;
    } else {
      next.cancel();
      start();
    }
  }

  private synchronized void end() {
    over = true;
    next.cancel();
  }

  private synchronized void start() {
    if (over || asking) {
      return;
    }
    asking = true;
    again = false;
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
