package io.sallyport.bench;

import io.sallyport.lab.Await;
import io.sallyport.lab.LabException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * One server that was started afresh, with a growing number of idle sessions.
 *
 * @param states by the number of sessions; 0 is the server alone, after a few logins
 * @param after when all have left
 * @param failures sessions that could not be opened, or did not answer at the end
 */
record IdleCourse(TreeMap<Integer, State> states, State after, int failures) {
  private static final Duration LEAVING = Duration.ofMinutes(2);
  private static final int WARM_UP = 20;

  /**
   * A server at one moment.
   *
   * @param pss in KiB, as it is: nothing is collected before
   * @param heap what lives in the heap, in KiB; 0 of a server that is no JVM
   */
  record State(double pss, double heap, double threads, double processes) {

    static State of(TestBed bed, Route route) {
      ProcessTree server = bed.processes(route);
      double pss = server.pssKibibytes();
      double heap = route == Route.SALLYPORT ? LiveHeap.kibibytes(server.root()) : 0;
      return new State(pss, heap, server.threads(), server.processes());
    }
  }

  static IdleCourse run(TestBed bed, Route route, List<Integer> steps) {
    bed.gateway(route).restart();
    for (int i = 0; i < WARM_UP; i++) {
      Clients.login(bed, route);
    }
    awaitEmpty(bed, route);
    TreeMap<Integer, State> states = new TreeMap<>();
    states.put(0, State.of(bed, route));
    int failures = grow(bed, route, steps, states);
    awaitEmpty(bed, route);
    return new IdleCourse(states, State.of(bed, route), failures);
  }

  private static int grow(
      TestBed bed, Route route, List<Integer> steps, TreeMap<Integer, State> states) {
    try (Crowd crowd = new Crowd(bed, route)) {
      for (int sessions : steps) {
        Progress.say("(d) %s, %d idle sessions".formatted(route.title(), sessions));
        crowd.growTo(sessions);
        states.put(sessions, State.of(bed, route));
      }
      crowd.typeInEach();
      return crowd.failures();
    }
  }

  /** Waits until nobody is connected any more, nor any process left that served somebody. */
  private static void awaitEmpty(TestBed bed, Route route) {
    int port = bed.port(route);
    ProcessTree server = bed.processes(route);
    Await.until(
        "the sessions to end", LEAVING, () -> Connections.to(port) == 0 && server.processes() == 1);
  }

  State at(int sessions) {
    return Optional.ofNullable(states.get(sessions))
        .orElseThrow(() -> new LabException(sessions + " sessions have not been measured"));
  }

  /** What one more session adds. */
  double slope(ToDoubleFunction<State> value) {
    TreeMap<Integer, Double> points = new TreeMap<>();
    states.forEach((sessions, state) -> points.put(sessions, value.applyAsDouble(state)));
    return Slope.of(points);
  }
}
