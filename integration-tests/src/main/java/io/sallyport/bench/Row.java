package io.sallyport.bench;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param part the letter of the part that it belongs to
 * @param jump the jump host's value; empty where only Sallyport has one
 * @param ratio Sallyport's value divided by the jump host's; empty where that says nothing
 */
record Row(
    char part,
    String what,
    String unit,
    Optional<Figure> jump,
    Figure sallyport,
    Optional<Figure> ratio,
    Optional<Bar> bar) {

  /** A comparison whose samples are pairs, with the range of samples and of ratios. */
  static Row ofPairs(char part, String what, String unit, Pairs pairs) {
    return new Row(
        part,
        what,
        unit,
        Optional.of(Figure.range(pairs.of(Route.JUMP))),
        Figure.range(pairs.of(Route.SALLYPORT)),
        Optional.of(Figure.range(pairs.ratios())),
        Optional.empty());
  }

  /** A comparison of two figures, with the ratio of their medians. */
  static Row of(char part, String what, String unit, Figure jump, Figure sallyport) {
    Figure ratio = Figure.of(sallyport.median() / jump.median());
    return new Row(
        part, what, unit, Optional.of(jump), sallyport, Optional.of(ratio), Optional.empty());
  }

  /**
   * A comparison of a quantile of many samples; a median shows the quartiles, too.
   *
   * @param share 0.5 for the median
   */
  static Row ofQuantile(char part, String what, String unit, Pairs pairs, double share) {
    return of(
        part, what, unit, figure(share, pairs, Route.JUMP), figure(share, pairs, Route.SALLYPORT));
  }

  private static Figure figure(double share, Pairs pairs, Route route) {
    List<Double> samples = pairs.of(route);
    return share == 0.5 ? Figure.quartiles(samples) : Figure.of(Figure.quantile(share, samples));
  }

  /** A value that only Sallyport has. */
  static Row ofSallyport(char part, String what, String unit, Figure value) {
    return new Row(part, what, unit, Optional.empty(), value, Optional.empty(), Optional.empty());
  }

  Row withoutRatio() {
    return new Row(part, what, unit, jump, sallyport, Optional.empty(), bar);
  }

  Row with(Bar limit) {
    return new Row(part, what, unit, jump, sallyport, ratio, Optional.of(limit));
  }

  /** What the bar says about this line; empty where there is no bar. */
  Optional<String> verdict() {
    return bar.map(limit -> limit.verdict(judged(limit), unit));
  }

  private double judged(Bar limit) {
    return switch (limit.kind()) {
      case RATIO_AT_LEAST, RATIO_AT_MOST -> ratio.orElseThrow().median();
      case ADDED_AT_MOST -> sallyport.median() - jump.orElseThrow().median();
      case VALUE_AT_MOST -> sallyport.median();
    };
  }
}
