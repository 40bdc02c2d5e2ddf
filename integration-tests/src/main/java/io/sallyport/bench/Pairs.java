package io.sallyport.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Samples of both routes: the n-th of one was taken right before or after the n-th of the other.
 *
 * <p>Used by one thread.
 */
final class Pairs {
  private final Map<Route, List<Double>> samples = new EnumMap<>(Route.class);

  Pairs() {
    for (Route route : Route.values()) {
      samples.put(route, new ArrayList<>());
    }
  }

  Pairs add(Route route, double sample) {
    of(route).add(sample);
    return this;
  }

  List<Double> of(Route route) {
    return samples.getOrDefault(route, List.of());
  }

  /** Sallyport's share of the jump host, pair by pair. */
  List<Double> ratios() {
    List<Double> jump = of(Route.JUMP);
    List<Double> sallyport = of(Route.SALLYPORT);
    return IntStream.range(0, Math.min(jump.size(), sallyport.size()))
        .mapToObj(i -> sallyport.get(i) / jump.get(i))
        .toList();
  }
}
