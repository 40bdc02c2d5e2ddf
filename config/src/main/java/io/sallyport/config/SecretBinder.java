package io.sallyport.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads secrets from where the configuration file says they are. */
final class SecretBinder {
  static final String EXPECTED = "{file: NAME} or {env: NAME}";

  private final RecordBinder records;
  private final Map<String, String> environment;

  SecretBinder(RecordBinder records, Map<String, String> environment) {
    this.records = records;
    this.environment = environment;
  }

  /** Where a secret is: in a file, or in an environment variable. */
  record Source(Optional<Path> file, Optional<String> env) {
    Source {
      if (file.isPresent() == env.isPresent()) {
        throw new IllegalArgumentException("must be " + EXPECTED);
      }
    }
  }

  Optional<Secret> read(Place place) {
    if (place.hasText()) {
      return place.refuse("must not stand in this file; put it elsewhere and write " + EXPECTED);
    }
    return records
        .read(place, Source.class)
        .map(Source.class::cast)
        .flatMap(source -> reveal(place, source));
  }

  private Optional<Secret> reveal(Place place, Source source) {
    return source
        .file()
        .map(file -> fromFile(place, file))
        .orElseGet(() -> fromEnvironment(place, source.env().orElseThrow()));
  }

  private static Optional<Secret> fromFile(Place place, Path file) {
    try {
      String text = withoutNewline(PrivateFile.readText(file));
      return text.isEmpty()
          ? place.refuse(file + " is empty; write the secret into it")
          : Optional.of(Secret.of(text));
    } catch (IOException e) {
      return place.refuse(file + " " + ReadFailure.describe(e));
    }
  }

  private Optional<Secret> fromEnvironment(Place place, String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty()
        ? place.refuse("environment variable " + name + " is not set; set it or use {file: NAME}")
        : Optional.of(Secret.of(value));
  }

  private static String withoutNewline(String text) {
    return text.replaceFirst("[\\r\\n]+\\z", "");
  }
}
