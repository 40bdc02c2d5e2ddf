package io.sallyport.integration;

import io.sallyport.lab.Daemon;

/** The time during which one daemon of the lab does not work; closing it ends the outage. */
record Outage(Runnable end) implements AutoCloseable {

  static Outage stopped(Daemon daemon) {
    daemon.stop();
    return new Outage(daemon::start);
  }

  /** A process that is there, holds its sockets, and does not answer. */
  static Outage hung(Daemon daemon) {
    daemon.pause();
    return new Outage(daemon::resume);
  }

  @Override
  public void close() {
    end.run();
  }
}
