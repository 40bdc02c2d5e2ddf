package io.sallyport.config;

import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The scalar types that a configuration file may hold. */
final class Scalars {
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)");

  /** By boxed class; enums come on top. */
  private final Map<Class<?>, Scalar> scalars;

  private final Path folder;

  /**
   * The types.
   *
   * @param folder what relative paths start from
   */
  Scalars(Path folder) {
    this.folder = folder;
    this.scalars =
        Map.of(
            String.class, new Scalar("a text", text -> text),
            Boolean.class, new Scalar("true or false", Scalars::bool),
            Integer.class, new Scalar("a whole number", text -> Integer.valueOf(decimal(text))),
            Long.class, new Scalar("a whole number", text -> Long.valueOf(decimal(text))),
            Duration.class, new Scalar("a duration such as 500ms, 30s, 5m or 7d", Durations::parse),
            Path.class, new Scalar("a file name", this::path),
            URI.class, new Scalar("a URL such as https://portal.example.com/", Scalars::url),
            Address.class,
                new Scalar("an address such as 127.0.0.1:22 or [::1]:22", Address::parse));
  }

  /** Whether a type is a scalar. */
  boolean contain(Class<?> type) {
    return type.isEnum() || scalars.containsKey(boxed(type));
  }

  /** The written form of a scalar type. */
  Scalar of(Class<?> type) {
    return type.isEnum()
        ? Scalar.choice(type)
        : Objects.requireNonNull(scalars.get(boxed(type)), "not a scalar type");
  }

  private static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  /** Refuses what Java would read in another way than it looks, such as 0600. */
  private static String decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    return folder.resolve(text).normalize();
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    if (url.getScheme() == null || url.getHost() == null) {
      throw new IllegalArgumentException();
    }
    return url;
  }
}
