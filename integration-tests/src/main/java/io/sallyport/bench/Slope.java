package io.sallyport.bench;

import java.util.Map;

/** How much a value grows with a number: the straight line of least squares. */
final class Slope {
  private Slope() {}

  /**
   * The slope of the line through points.
   *
   * @param points the value for each number
   * @throws IllegalArgumentException if there are fewer than two
   */
  static double of(Map<Integer, Double> points) {
    if (points.size() < 2) {
      throw new IllegalArgumentException("a line needs two points");
    }
    double meanNumber = points.keySet().stream().mapToInt(n -> n).average().orElseThrow();
    double meanValue = points.values().stream().mapToDouble(v -> v).average().orElseThrow();
    double together = 0;
    double alone = 0;
    for (Map.Entry<Integer, Double> point : points.entrySet()) {
      double distance = point.getKey() - meanNumber;
      together += distance * (point.getValue() - meanValue);
      alone += distance * distance;
    }
    return together / alone;
  }
}
