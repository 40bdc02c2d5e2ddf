package io.sallyport.config;

import static java.util.Locale.ROOT;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads mappings into records: one key, one component. */
final class RecordBinder {
  private final Binder binder;

  RecordBinder(Binder binder) {
    this.binder = binder;
  }

  /** The keys that a record's mapping may have, in the order of the components. */
  static List<String> keys(Class<?> type) {
    return Stream.of(type.getRecordComponents()).map(RecordBinder::key).toList();
  }

  Optional<Object> read(Place place, Class<?> type) {
    return place.entries().flatMap(entries -> read(place, entries, type));
  }

  private Optional<Object> read(Place place, Map<String, Place> entries, Class<?> type) {
    reportUnknown(entries, new KnownNames(keys(type)));
    List<Optional<Object>> components =
        Stream.of(type.getRecordComponents())
            .map(component -> readComponent(place, entries, component))
            .toList();
    return Binder.all(components).flatMap(values -> create(place, entries, type, values));
  }

  private static void reportUnknown(Map<String, Place> entries, KnownNames known) {
    entries.forEach((key, entry) -> {
      if (!known.names().contains(key)) {
        entry.refuse("is not a known key; " + known.advice(key));
      }
    });
  }

  private Optional<Object> readComponent(
      Place mapping, Map<String, Place> entries, RecordComponent component) {
    String key = key(component);
    Place entry = entries.get(key);
    if (entry != null) {
      return readValue(entry, component);
    }
    if (component.getType() == Optional.class) {
      return Optional.of(Optional.empty());
    }
    Default otherwise = component.getAnnotation(Default.class);
    if (otherwise != null) {
      return readValue(mapping.absent(key, node(otherwise, component)), component);
    }
    String expected = binder.expected(component.getGenericType());
    return mapping.absent(key, YamlDocument.NOTHING).refuse("is missing; give " + expected);
  }

  private Optional<Object> readValue(Place place, RecordComponent component) {
    Range range = new Range(component.getAnnotation(Between.class));
    return binder
        .read(place, component.getGenericType())
        .flatMap(value -> range.check(place, value));
  }

  /** What stands there when the file leaves the component out. */
  static Node node(Default otherwise, RecordComponent component) {
    return component.getType() == String.class
        ? new ScalarNode(Tag.STR, otherwise.value(), ScalarStyle.DOUBLE_QUOTED)
        : YamlDocument.fragment(otherwise.value());
  }

  /** Calls the canonical constructor; what it objects to is a problem of the whole mapping. */
  private static Optional<Object> create(
      Place place, Map<String, Place> entries, Class<?> type, List<Object> values) {
    try {
      return Optional.of(canonicalConstructor(type).newInstance(values.toArray()));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException objection) {
        return blamed(place, entries, objection).refuse(String.valueOf(objection.getMessage()));
      }
      throw new IllegalStateException("cannot create a " + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create a " + type.getName(), e);
    }
  }

  /** The place of the item that an objection names, else that of the mapping. */
  private static Place blamed(
      Place mapping, Map<String, Place> entries, IllegalArgumentException objection) {
    return objection instanceof ItemObjection item
        ? Optional.ofNullable(entries.get(item.list()))
            .flatMap(Place::items)
            .map(items -> items.get(item.index()))
            .orElse(mapping)
        : mapping;
  }

  private static Constructor<?> canonicalConstructor(Class<?> type) throws NoSuchMethodException {
    Class<?>[] types =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor;
  }

  static String key(RecordComponent component) {
    return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(ROOT);
  }
}
