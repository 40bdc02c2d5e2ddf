package io.sallyport.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A place in a configuration file: what stands there, and where a problem with it is reported.
 *
 * <p>What a place is asked for comes back empty when it is not there; the problem is then reported.
 *
 * @param line counted from 1
 * @param key the dotted path, empty for the root
 */
record Place(Node node, int line, String key, Consumer<Problem> problems) {

  static Place root(Node node, Consumer<Problem> problems) {
    return new Place(node, lineOf(node, 1), "", problems);
  }

  /** Reports a problem with this place; the result is always empty. */
  <T> Optional<T> refuse(String message) {
    problems.accept(new Problem(line, key, message));
    return Optional.empty();
  }

  /** The scalar here, as it was written. */
  Optional<String> text(String expected) {
    return switch (node) {
      case ScalarNode scalar when !isNothing() -> Optional.of(scalar.getValue());
      case ScalarNode _ -> refuse("has no value; give " + expected);
      default -> refuse("must be " + expected + ", not a list or mapping");
    };
  }

  /** The items of the list here; none when nothing stands here. */
  Optional<List<Place>> items() {
    return switch (node) {
      case SequenceNode list ->
          Optional.of(
              IntStream.range(0, list.getValue().size())
                  .mapToObj(index -> item(index, list.getValue().get(index)))
                  .toList());
      case ScalarNode _ when isNothing() -> Optional.of(List.of());
      default -> refuse("must be a list; write [a, b]");
    };
  }

  /** The entries of the mapping here, in their order; none when nothing stands here. */
  Optional<Map<String, Place>> entries() {
    return switch (node) {
      case MappingNode mapping -> Optional.of(entries(mapping));
      case ScalarNode _ when isNothing() -> Optional.of(Map.of());
      default -> refuse("must be a mapping; write one `key: value` per line");
    };
  }

  /** The place of a key that this mapping does not have. */
  Place absent(String name, Node substitute) {
    return new Place(substitute, line, path(name), problems);
  }

  /** Whether a scalar stands here. */
  boolean hasText() {
    return node instanceof ScalarNode && !isNothing();
  }

  private boolean isNothing() {
    return node.getTag().equals(Tag.NULL);
  }

  private Map<String, Place> entries(MappingNode mapping) {
    Map<String, Place> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name) {
        Place entry = entry(name, tuple.getValueNode());
        Place first = entries.putIfAbsent(name.getValue(), entry);
        if (first != null) {
          entry.refuse("stands here twice, first on line " + first.line() + "; keep one of them");
        }
      } else {
        refuse("has a list or mapping as a key; use words as keys");
      }
    }
    return entries;
  }

  private Place entry(ScalarNode name, Node value) {
    return new Place(value, lineOf(name, line), path(name.getValue()), problems);
  }

  private Place item(int index, Node value) {
    return new Place(value, lineOf(value, line), key + "[" + index + "]", problems);
  }

  private String path(String name) {
    return key.isEmpty() ? name : key + "." + name;
  }

  private static int lineOf(Node node, int otherwise) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(otherwise);
  }
}
