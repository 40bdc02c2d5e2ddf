package io.sallyport.bench;

import java.util.Locale;

/** A limit that was set before anything was measured. */
record Bar(Kind kind, double limit) {

  /** What the limit is about. */
  enum Kind {
    /** The ratio to the jump host, where more is better. */
    RATIO_AT_LEAST,
    /** The ratio to the jump host, where less is better. */
    RATIO_AT_MOST,
    /** What Sallyport adds to the jump host's value. */
    ADDED_AT_MOST,
    /** Sallyport's value alone. */
    VALUE_AT_MOST
  }

  static Bar ratioAtLeast(double limit) {
    return new Bar(Kind.RATIO_AT_LEAST, limit);
  }

  static Bar ratioAtMost(double limit) {
    return new Bar(Kind.RATIO_AT_MOST, limit);
  }

  static Bar addedAtMost(double limit) {
    return new Bar(Kind.ADDED_AT_MOST, limit);
  }

  static Bar valueAtMost(double limit) {
    return new Bar(Kind.VALUE_AT_MOST, limit);
  }

  boolean met(double measured) {
    return kind == Kind.RATIO_AT_LEAST ? measured >= limit : measured <= limit;
  }

  /**
   * {@code met}, or by how much it was missed: by how many per cent of the limit where that is a
   * ratio, else in the unit.
   */
  String verdict(double measured, String unit) {
    if (met(measured)) {
      return "met";
    }
    double over = Math.abs(measured - limit);
    return switch (kind) {
      case RATIO_AT_LEAST, RATIO_AT_MOST ->
          String.format(Locale.ROOT, "**missed by %.1f %%**", 100 * over / limit);
      case ADDED_AT_MOST, VALUE_AT_MOST ->
          ("**missed by " + Figure.digits(over) + " " + unit).strip() + "**";
    };
  }

  /**
   * The limit for people.
   *
   * @param unit of the values
   */
  String text(String unit) {
    return switch (kind) {
      case RATIO_AT_LEAST -> "ratio ≥ " + Figure.digits(limit);
      case RATIO_AT_MOST -> "ratio ≤ " + Figure.digits(limit);
      case ADDED_AT_MOST -> "≤ " + Figure.digits(limit) + " " + unit + " more";
      case VALUE_AT_MOST -> ("≤ " + Figure.digits(limit) + " " + unit).strip();
    };
  }
}
