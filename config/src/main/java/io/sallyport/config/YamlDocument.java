package io.sallyport.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/** Turns YAML text into nodes that know their lines. */
final class YamlDocument {
  /** The value of a key that is followed by nothing. */
  static final Node NOTHING = new ScalarNode(Tag.NULL, "", ScalarStyle.PLAIN);

  /** The core schema of YAML 1.2 without merge keys, which are of 1.1. */
  private static final Schema SCHEMA =
      new CoreSchema() {
        @Override
        public ScalarResolver getScalarResolver() {
          return new CoreScalarResolver(false);
        }
      };

  private YamlDocument() {}

  /** The root of the file, or empty when a problem was reported. An empty file has no keys. */
  static Optional<Place> read(Path file, Consumer<Problem> problems) {
    try {
      return compose(SmallFile.text(SmallFile.read(file)), problems);
    } catch (IOException e) {
      problems.accept(new Problem(0, "", ReadFailure.describe(e)));
      return Optional.empty();
    }
  }

  /** A piece of YAML that stands in no file. Its nodes have no lines. */
  static Node fragment(String text) {
    return new Compose(settings(false)).composeString(text).orElse(NOTHING);
  }

  private static Optional<Place> compose(String text, Consumer<Problem> problems) {
    try {
      if (PlainYaml.check(text, settings(true), problems)) {
        Node root = new Compose(settings(true)).composeString(text).orElse(NOTHING);
        return Optional.of(Place.root(root, problems));
      }
    } catch (YamlEngineException e) {
      problems.accept(new Problem(line(text, e), "", "is not valid YAML: " + fault(e)));
    }
    return Optional.empty();
  }

  private static int line(String text, YamlEngineException e) {
    return switch (e) {
      case MarkedYamlEngineException marked ->
          marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      case ReaderException unprintable -> lineOf(text, unprintable.getCodePoint());
      default -> 0;
    };
  }

  private static int lineOf(String text, int codePoint) {
    String before = text.substring(0, text.indexOf(codePoint));
    return 1 + (int) before.chars().filter(character -> character == '\n').count();
  }

  /** The fault by itself: the library's own message quotes the lines around it. */
  private static String fault(YamlEngineException e) {
    return switch (e) {
      case MarkedYamlEngineException marked when marked.getContext() != null ->
          marked.getContext() + ", " + marked.getProblem();
      case MarkedYamlEngineException marked -> marked.getProblem();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Lets keys be of any kind, so that {@link Place} can say which one should be a word. */
  private static LoadSettings settings(boolean marks) {
    return LoadSettings.builder()
        .setSchema(SCHEMA)
        .setAllowNonScalarKeys(true)
        .setUseMarks(marks)
        .build();
  }
}
