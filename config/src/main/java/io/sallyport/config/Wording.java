package io.sallyport.config;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The writing of one value; the secrets that were met stay behind. */
final class Wording {
  private static final Pattern PLAIN = Pattern.compile("[^\\s,\"\\\\\\[\\](){}\\p{C}]+");
  private static final Pattern UNSEEN = Pattern.compile("[\"\\\\]|\\p{C}");

  private final Path folder;
  private final List<String> secrets = new ArrayList<>();

  Wording(Path folder) {
    this.folder = folder;
  }

  List<String> secrets() {
    return secrets;
  }

  String of(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.map(this::of).orElse("(not set)");
      case Secret secret -> hidden(secret);
      case Path path -> quoted(fromFolder(path).toString());
      case Duration duration -> Durations.write(duration);
      case Enum<?> constant -> Scalar.written(constant);
      case Set<?> set -> list(all(set).sorted());
      case Collection<?> list -> list(all(list));
      case String text -> quoted(text);
      default -> value.toString();
    };
  }

  private Stream<String> all(Collection<?> values) {
    return values.stream().map(this::of);
  }

  private static String list(Stream<String> items) {
    return items.collect(joining(", ", "[", "]"));
  }

  private String hidden(Secret secret) {
    secrets.add(secret.reveal());
    return secret.toString();
  }

  private Path fromFolder(Path path) {
    return path.startsWith(folder) ? folder.relativize(path) : path;
  }

  /** Nothing in it can be taken for something else, or act in a terminal. */
  private static String quoted(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : '"' + UNSEEN.matcher(text).replaceAll(Wording::escape) + '"';
  }

  private static String escape(MatchResult found) {
    String text = found.group();
    boolean visible = text.equals("\"") || text.equals("\\");
    return "\\\\" + (visible ? "\\" + text : "u{%x}".formatted(text.codePointAt(0)));
  }
}
