package io.sallyport.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** A median and what it lies between: the least and the greatest sample, or two quantiles. */
record Figure(double median, double low, double high) {

  /** A single value without a spread. */
  static Figure of(double value) {
    return new Figure(value, value, value);
  }

  /** Median, least and greatest. */
  static Figure range(Collection<Double> samples) {
    return between(0, 1, samples);
  }

  /** Median and quartiles. */
  static Figure quartiles(Collection<Double> samples) {
    return between(0.25, 0.75, samples);
  }

  private static Figure between(double low, double high, Collection<Double> samples) {
    return new Figure(quantile(0.5, samples), quantile(low, samples), quantile(high, samples));
  }

  /**
   * A quantile, linear between the two nearest samples.
   *
   * @param share 0 for the least sample, 1 for the greatest
   * @throws IllegalArgumentException if there are no samples
   */
  static double quantile(double share, Collection<Double> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("there are no samples");
    }
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The median with three significant digits, and the spread where there is one. */
  String text() {
    return low == high ? digits(median) : digits(median) + spread();
  }

  private String spread() {
    return " [" + digits(low) + "–" + digits(high) + "]";
  }

  static String digits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
