package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A folder with the configuration file {@code test.yaml} and whatever else a test puts there. */
record TestFolder(Path path) {

  Path write(String name, String content, String mode) {
    try {
      Path file = Files.writeString(path.resolve(name), content);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <R extends Record> Loaded<R> read(String yaml, Class<R> type, Map<String, String> environment) {
    return ConfigFile.read(write("test.yaml", yaml, "rw-r--r--"), type, environment);
  }

  /** What the text says; fails with the report if it has problems. */
  <R extends Record> R config(String yaml, Class<R> type) {
    return switch (read(yaml, type, Map.of())) {
      case Loaded.Valid<R>(R config) -> config;
      case Loaded.Invalid<R> invalid -> throw new AssertionError(invalid.report());
    };
  }

  /** The report on the text without the name of the folder; fails if the text has no problems. */
  <R extends Record> List<String> report(String yaml, Class<R> type) {
    return report(read(yaml, type, Map.of()));
  }

  List<String> report(Loaded<?> loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Invalid.class);
    String report = ((Loaded.Invalid<?>) loaded).report();
    return report.replace(path + "/", "").lines().toList();
  }
}
