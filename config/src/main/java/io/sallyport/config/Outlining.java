package io.sallyport.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The making of one {@link Outline}. */
final class Outlining {
  private final Path folder;
  private final SequencedMap<String, WrittenValue> keys = new LinkedHashMap<>();
  private final SequencedMap<String, Outline.Items> lists = new LinkedHashMap<>();

  private Outlining(Path folder) {
    this.folder = folder;
  }

  static Outline of(Record config, Path folder) {
    Outlining outlining = new Outlining(folder);
    outlining.add("", config);
    return new Outline(outlining.keys, outlining.lists);
  }

  private void add(String prefix, Record config) {
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      add(prefix + RecordBinder.key(component), component, valueOf(config, component));
    }
  }

  private void add(String path, RecordComponent component, Object value) {
    switch (value) {
      case Optional<?> optional when optional.isPresent() -> add(path, component, optional.get());
      case Optional<?> _ -> keys.put(path, WrittenValue.NOT_SET);
      case Map<?, ?> map -> map.forEach((key, entry) -> add(path + "." + key, component, entry));
      case Record mapping when isMapping(mapping.getClass()) -> add(path + ".", mapping);
      case Collection<?> list when isOfMappings(component.getGenericType()) ->
          lists.put(path, items(list));
      default -> keys.put(path, written(value, component));
    }
  }

  private WrittenValue written(Object value, RecordComponent component) {
    Wording wording = new Wording(folder);
    String text = wording.of(value);
    return new WrittenValue(text, wording.secrets(), isDefault(value, component));
  }

  private boolean isDefault(Object value, RecordComponent component) {
    Default otherwise = component.getAnnotation(Default.class);
    return otherwise != null
        && new Binder(folder, Map.of())
            .read(
                Place.root(RecordBinder.node(otherwise, component), _ -> {}),
                component.getGenericType())
            .filter(value::equals)
            .isPresent();
  }

  private Outline.Items items(Collection<?> list) {
    boolean ordered = list instanceof List;
    SequencedMap<String, Outline> items = ordered ? new LinkedHashMap<>() : new TreeMap<>();
    for (Object item : list) {
      Outline outline = of((Record) item, folder);
      items.put(free(name(outline.keys()), items.keySet()), outline);
    }
    return new Outline.Items(ordered, items);
  }

  private static String name(SequencedMap<String, WrittenValue> keys) {
    WrittenValue name = keys.getOrDefault("name", WrittenValue.NOT_SET);
    WrittenValue port = keys.get("port");
    return name.text() + (port == null ? "" : ":" + port.text());
  }

  /** A name that is taken gets a number, where the file lets two have the same. */
  private static String free(String name, Set<String> taken) {
    return Stream.concat(
            Stream.of(name), IntStream.iterate(2, n -> n + 1).mapToObj(n -> name + " #" + n))
        .filter(candidate -> !taken.contains(candidate))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOfMappings(Type type) {
    return type instanceof ParameterizedType generic
        && generic.getActualTypeArguments()[0] instanceof Class<?> element
        && isMapping(element);
  }

  private static boolean isMapping(Class<?> type) {
    return type.isRecord() && type != Address.class;
  }

  private static Object valueOf(Record config, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
