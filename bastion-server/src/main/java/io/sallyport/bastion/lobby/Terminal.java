package io.sallyport.bastion.lobby;

import java.util.Set;

/**
 * The terminal before which somebody sits.
 *
 * @param type the value of {@code TERM}
 */
public record Terminal(String type, Size size) {

  private static final Set<String> CANNOT_DRAW = Set.of("", "dumb", "unknown", "network");

  /** Whether it understands the sequences of ECMA-48, as nearly all do. */
  boolean draws() {
    return !CANNOT_DRAW.contains(type);
  }
}
