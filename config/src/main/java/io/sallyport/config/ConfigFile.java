package io.sallyport.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML file that configures one program.
 *
 * <p>The file is described by a record: each component is one key, in snake case ({@code
 * bindingTtl} is {@code binding_ttl}). A component is required unless it is an {@link Optional} or
 * carries a {@link Default}. Components are scalars (String, boolean, int, long, {@link
 * java.time.Duration}, {@link Path}, {@link java.net.URI}, enums, {@link Address}), {@link Secret},
 * List, Set, Map with String keys, and records of the same kind. {@link Between} limits numbers and
 * durations; whatever else must hold is checked by the record's compact constructor, which throws
 * {@link IllegalArgumentException} with a message for the operator.
 *
 * <p>Anchors, aliases and tags of YAML are refused, as are unknown keys and keys that appear twice.
 */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads a file into a record. Environment variables are looked up for secrets only.
   *
   * @return the record, or all problems of the file; never both
   */
  public static <R extends Record> Loaded<R> read(Path file, Class<R> type) {
    return read(file, type, System.getenv());
  }

  static <R extends Record> Loaded<R> read(
      Path file, Class<R> type, Map<String, String> environment) {
    List<Problem> problems = new ArrayList<>();
    Path folder = file.toAbsolutePath().resolveSibling("");
    Optional<R> config =
        YamlDocument.read(file, problems::add)
            .flatMap(document -> new Binder(folder, environment).read(document, type))
            .map(type::cast);
    return problems.isEmpty()
        ? new Loaded.Valid<>(config.orElseThrow())
        : new Loaded.Invalid<>(file, problems);
  }
}
