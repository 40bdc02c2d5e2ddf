package io.sallyport.bastion.relay;

import io.sallyport.bastion.policy.Grant;
import java.time.Duration;

/** The time that a grant gives to a hop: to its end, and to doing nothing. */
final class SessionLimits {

  private static final Duration WARNING = Duration.ofSeconds(60);

  private final RelayedHop hop;
  private final Activity activity;
  private final Timers timers;

  private SessionLimits(RelayedHop hop, Activity activity, Timers timers) {
    this.hop = hop;
    this.activity = activity;
    this.timers = timers;
  }

  /** Begins to watch a hop. */
  static void watch(RelayedHop hop, Activity activity, Timers timers) {
    SessionLimits limits = new SessionLimits(hop, activity, timers);
    Grant grant = hop.hop().grant();
    grant.maxSession().ifPresent(limits::endAfter);
    grant.idleTimeout().ifPresent(idle -> limits.endIdle(idle, idle));
  }

  private void endAfter(Duration life) {
    Duration warned = WARNING.compareTo(life) < 0 ? WARNING : life;
    at(life.minus(warned), () -> hop.notice(warning(warned)));
    at(life, () -> hop.end(HopEnd.GRANT_OVER));
  }

  private static String warning(Duration left) {
    return "\r\nsallyport: the time of this session is over in %d s\r\n"
        .formatted(left.toSeconds());
  }

  private void endIdle(Duration limit, Duration delay) {
    at(
        delay,
        () -> {
          Duration left = limit.minus(activity.idle());
          if (left.isPositive()) {
            endIdle(limit, left);
          } else {
            hop.end(HopEnd.IDLE);
          }
        });
  }

  private void at(Duration delay, Runnable action) {
    Timers.Pending pending = timers.after(delay, action);
    hop.hop().whenEnded(pending::cancel);
  }
}
