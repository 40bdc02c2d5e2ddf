package io.sallyport.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Part (c): how long the echo of one keystroke takes in an idle terminal. */
final class KeystrokePart implements Part {
  private static final Bar ADDED = Bar.addedAtMost(1);

  /** Between two keystrokes, so that everything on the way has gone to sleep again. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final int WARM_UP = 500;

  @Override
  public List<Row> measure(TestBed bed, Effort effort) {
    Progress.say("(c) keystrokes");
    try (Session jump = Session.open(bed, Route.JUMP);
        Session sallyport = Session.open(bed, Route.SALLYPORT)) {
      Function<Route, Session> sessions = route -> route == Route.JUMP ? jump : sallyport;
      echoes(sessions, WARM_UP);
      return rows(echoes(sessions, effort.keystrokes()));
    }
  }

  private static Pairs echoes(Function<Route, Session> sessions, int keystrokes) {
    Pairs times = new Pairs();
    for (int i = 0; i < keystrokes; i++) {
      for (Route route : Route.inRandomOrder()) {
        LockSupport.parkNanos(PAUSE.toNanos());
        times.add(route, echo(sessions.apply(route)));
      }
    }
    return times;
  }

  private static double echo(Session session) {
    long typed = System.nanoTime();
    session.type();
    return (System.nanoTime() - typed) / 1e6;
  }

  private static List<Row> rows(Pairs times) {
    return List.of(
        Row.ofQuantile('c', "echo of a keystroke, median", "ms", times, 0.5),
        Row.ofQuantile('c', "echo of a keystroke, p99", "ms", times, 0.99).with(ADDED));
  }
}
