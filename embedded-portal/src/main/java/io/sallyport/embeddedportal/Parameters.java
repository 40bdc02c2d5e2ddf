package io.sallyport.embeddedportal;

import io.sallyport.json.MalformedJsonException;
import io.sallyport.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON object in the body of a request. Types are strict: a number is not a text, a text is not
 * true. An empty text counts as absent. Members that nobody asks for are ignored.
 */
final class Parameters {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<?, ?> members;

  private Parameters(Map<?, ?> members) {
    this.members = members;
  }

  static Parameters parse(byte[] body) throws BadRequest {
    try {
      return new Parameters(StrictJson.object(body));
    } catch (MalformedJsonException _) {
      throw new BadRequest("Invalid JSON");
    }
  }

  Optional<String> text(String name) throws BadRequest {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw new BadRequest(name + " parameter must be a string");
    }
    return Optional.of(text).filter(content -> !content.isEmpty());
  }

  /** A text that matches {@code syntax} as a whole. */
  Optional<String> text(String name, Pattern syntax) throws BadRequest {
    Optional<String> text = text(name);
    if (text.isPresent() && !syntax.matcher(text.get()).matches()) {
      throw new BadRequest("Malformed " + name + " parameter");
    }
    return text;
  }

  /** A text, alone or as the only element of an array. */
  Optional<String> onlyText(String name) throws BadRequest {
    return members.get(name) instanceof List<?> list && list.size() == 1
        ? new Parameters(Map.of(name, list.getFirst())).text(name)
        : text(name);
  }

  /** A whole number. */
  Optional<Long> number(String name) throws BadRequest {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Long number)) {
      throw new BadRequest(name + " parameter must be a whole number");
    }
    return Optional.of(number);
  }

  boolean isNull(String name) {
    return StrictJson.NULL.equals(members.get(name));
  }

  /** The objects of an array; none if it is absent. */
  List<Parameters> objects(String name) throws BadRequest {
    Object value = has(name) ? members.get(name) : List.of();
    if (!(value instanceof List<?> list)
        || !list.stream().allMatch(element -> element instanceof Map<?, ?>)) {
      throw new BadRequest(name + " parameter must be an array of objects");
    }
    return list.stream().map(element -> new Parameters((Map<?, ?>) element)).toList();
  }

  /** An object of any members, as compact JSON; empty if it has none. */
  Optional<String> json(String name) throws BadRequest {
    return object(name)
        .filter(object -> !object.members.isEmpty())
        .map(object -> JSON.writeValueAsString(plain(object.members)));
  }

  private static @Nullable Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> object -> {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        object.forEach((name, member) -> copy.put(name, plain(member)));
        yield copy;
      }
      case List<?> list -> list.stream().map(Parameters::plain).collect(Collectors.toList());
      default -> StrictJson.NULL.equals(value) ? null : value;
    };
  }

  /** Whether the member is there, whatever it is. */
  boolean has(String name) {
    return members.containsKey(name);
  }

  /** Whether the member is there and true. */
  boolean flag(String name) throws BadRequest {
    Object value = members.get(name);
    if (value != null && !(value instanceof Boolean)) {
      throw new BadRequest(name + " parameter must be true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  Optional<Parameters> object(String name) throws BadRequest {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Map<?, ?> object)) {
      throw new BadRequest(name + " parameter must be an object");
    }
    return Optional.of(new Parameters(object));
  }
}
