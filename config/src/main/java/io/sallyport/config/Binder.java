package io.sallyport.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what stands at a place as a Java type asks. An empty result means a reported problem. */
final class Binder {
  private final Scalars scalars;
  private final RecordBinder records;
  private final SecretBinder secrets;

  Binder(Path folder, Map<String, String> environment) {
    this.scalars = new Scalars(folder);
    this.records = new RecordBinder(this);
    this.secrets = new SecretBinder(records, environment);
  }

  Optional<Object> read(Place place, Type type) {
    return switch (type) {
      case ParameterizedType generic -> readGeneric(place, generic);
      case Class<?> plain when scalars.contain(plain) -> scalars.of(plain).read(place);
      case Class<?> plain when plain == Secret.class -> secrets.read(place).map(Object.class::cast);
      case Class<?> plain when plain.isRecord() -> records.read(place, plain);
      default -> throw unsupported(type);
    };
  }

  /** What to write for a type, in words that follow "give". */
  String expected(Type type) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == Map.class -> "a mapping";
      case ParameterizedType _ -> "a list";
      case Class<?> plain when plain == Secret.class -> SecretBinder.EXPECTED;
      case Class<?> plain when scalars.contain(plain) -> scalars.of(plain).expected();
      case Class<?> plain when plain.isRecord() ->
          "a mapping with the keys " + String.join(", ", RecordBinder.keys(plain));
      default -> throw unsupported(type);
    };
  }

  /** All values, or empty when one is missing. */
  static <T> Optional<List<T>> all(List<Optional<T>> values) {
    return values.stream().allMatch(Optional::isPresent)
        ? Optional.of(values.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  private Optional<Object> readGeneric(Place place, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    return switch (type.getRawType()) {
      case Class<?> raw when raw == Optional.class -> read(place, arguments[0]).map(Optional::of);
      case Class<?> raw when raw == List.class -> list(place, arguments[0]).map(Object.class::cast);
      case Class<?> raw when raw == Set.class -> set(place, arguments[0]).map(Object.class::cast);
      case Class<?> raw when raw == Map.class && arguments[0] == String.class ->
          map(place, arguments[1]).map(Object.class::cast);
      default -> throw unsupported(type);
    };
  }

  private Optional<List<Object>> list(Place place, Type element) {
    return place.items().flatMap(items -> readAll(items, element));
  }

  private Optional<Set<Object>> set(Place place, Type element) {
    return place.items().flatMap(items -> readAll(items, element).flatMap(v -> distinct(items, v)));
  }

  private Optional<Map<String, Object>> map(Place place, Type element) {
    return place
        .entries()
        .flatMap(entries ->
            readAll(List.copyOf(entries.values()), element)
                .map(values -> zip(List.copyOf(entries.keySet()), values)));
  }

  /** Reads all, also after a problem, so that every problem is reported. */
  private Optional<List<Object>> readAll(List<Place> places, Type type) {
    return all(places.stream().map(place -> read(place, type)).toList());
  }

  private static Optional<Set<Object>> distinct(List<Place> items, List<Object> values) {
    Set<Object> set = new LinkedHashSet<>();
    for (int i = 0; i < values.size(); i++) {
      if (!set.add(values.get(i))) {
        return items.get(i).refuse("stands in the list twice; remove one");
      }
    }
    return Optional.of(Collections.unmodifiableSet(set));
  }

  private static Map<String, Object> zip(List<String> keys, List<Object> values) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    return Collections.unmodifiableMap(map);
  }

  private static IllegalStateException unsupported(Type type) {
    return new IllegalStateException("configuration files cannot hold a " + type.getTypeName());
  }
}
