package io.sallyport.config;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The written form of one type of scalar.
 *
 * @param expected what to write, in words that follow "must be" and "give"
 * @param parser throws {@link IllegalArgumentException} when the text has another form
 */
record Scalar(String expected, Function<String, Object> parser) {

  /** One of an enum's constants, written in lower case with dashes. */
  static Scalar choice(Class<?> enumeration) {
    Map<String, Object> constants =
        Stream.of(enumeration.getEnumConstants())
            .collect(toMap(Scalar::written, identity(), (one, _) -> one, LinkedHashMap::new));
    String expected = "one of " + String.join(", ", constants.keySet());
    return new Scalar(expected, text -> find(constants, text));
  }

  /** The value at a place. */
  Optional<Object> read(Place place) {
    return place.text(expected).flatMap(text -> read(place, text));
  }

  private Optional<Object> read(Place place, String text) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException _) {
      return place.refuse("must be " + expected + ", not `" + text + "`");
    }
  }

  /** A constant of an enum, as it is written. */
  static String written(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object find(Map<String, Object> constants, String text) {
    return Optional.ofNullable(constants.get(text)).orElseThrow(IllegalArgumentException::new);
  }
}
