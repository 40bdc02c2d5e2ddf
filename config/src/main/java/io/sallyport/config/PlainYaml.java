package io.sallyport.config;

import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * The check that a text is YAML without its surprises: no anchors, no aliases, no tags, no deep
 * nesting. What is left cannot grow when it is composed, nor name a type.
 */
final class PlainYaml {
  private static final int DEEPEST = 32;

  private final Consumer<Problem> problems;
  private boolean plain = true;

  private PlainYaml(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** Whether the text is plain; whatever is not, is reported. */
  static boolean check(String text, LoadSettings settings, Consumer<Problem> problems) {
    PlainYaml check = new PlainYaml(problems);
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      check.checkEvent(event);
      depth += step(event);
      if (depth > DEEPEST) {
        check.refuse(event, "is nested more than " + DEEPEST + " levels deep; flatten it");
        return false;
      }
    }
    return check.plain;
  }

  private void checkEvent(Event event) {
    if (event instanceof AliasEvent) {
      refuse(event, "aliases (*) are not supported; write the value out");
    } else if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      refuse(event, "anchors (&) are not supported; remove it");
    }
    if (tag(event).isPresent()) {
      refuse(event, "tags (!) are not supported; remove it");
    }
  }

  private void refuse(Event event, String message) {
    int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    problems.accept(new Problem(line, "", message));
    plain = false;
  }

  private static Optional<String> tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent collection -> collection.getTag();
      default -> Optional.empty();
    };
  }

  private static int step(Event event) {
    return switch (event) {
      case CollectionStartEvent _ -> 1;
      case CollectionEndEvent _ -> -1;
      default -> 0;
    };
  }
}
