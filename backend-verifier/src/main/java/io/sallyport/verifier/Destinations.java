package io.sallyport.verifier;

import java.util.List;
import java.util.Optional;

/** Lists of sshd's {@code permitopen}: {@code host:port}, where {@code *} stands for all. */
final class Destinations {
  private static final String ALL = "*";

  private Destinations() {}

  /** What both lists name; an empty one names everything, an empty answer nothing. */
  static List<String> inBoth(List<String> some, List<String> others) {
    if (some.isEmpty() || others.isEmpty()) {
      return some.isEmpty() ? others : some;
    }
    return some.stream()
        .flatMap(one -> others.stream().flatMap(other -> inBoth(one, other).stream()))
        .distinct()
        .toList();
  }

  private static Optional<String> inBoth(String one, String other) {
    int colon = one.lastIndexOf(':');
    int otherColon = other.lastIndexOf(':');
    Optional<String> host = narrower(one.substring(0, colon), other.substring(0, otherColon));
    Optional<String> port = narrower(one.substring(colon + 1), other.substring(otherColon + 1));
    return host.flatMap(name -> port.map(number -> name + ":" + number));
  }

  private static Optional<String> narrower(String one, String other) {
    if (one.equals(ALL)) {
      return Optional.of(other);
    }
    return other.equals(ALL) || one.equals(other) ? Optional.of(one) : Optional.empty();
  }
}
