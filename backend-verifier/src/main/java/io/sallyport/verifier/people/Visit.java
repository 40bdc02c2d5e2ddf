package io.sallyport.verifier.people;

import io.sallyport.json.MalformedJsonException;
import io.sallyport.json.StrictJson;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A person's coming to this backend, as the verifier tells the helper of it: one line of JSON.
 *
 * @param id which visit it is, 32 hexadecimal digits
 * @param groups those that the portal names
 */
public record Visit(String id, PersonName name, List<String> groups) {

  /** Longest line in bytes, with its end. */
  static final int MAX_LENGTH = 64 * 1024;

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final int MAX_GROUP = 256;

  /** Copies the groups. */
  public Visit {
    groups = List.copyOf(groups);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("the id of a visit has 32 hexadecimal digits");
    }
  }

  /** The line, with its end. */
  String toLine() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject()
          .writeStringProperty("id", id)
          .writeStringProperty("name", name.toString())
          .writeArrayPropertyStart("groups");
      groups.stream().filter(group -> group.length() <= MAX_GROUP).forEach(json::writeString);
      json.writeEndArray().writeEndObject();
    }
    return text + "\n";
  }

  /**
   * Reads the line; whoever has written it is not believed anything.
   *
   * @throws IllegalArgumentException with what is wrong, quoting nothing
   */
  static Visit parse(String line) {
    Map<String, Object> object;
    try {
      object = StrictJson.object(line.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("the line is " + e.getMessage());
    }
    if (!object.keySet().equals(Set.of("id", "name", "groups"))
        || !(object.get("id") instanceof String id)
        || !(object.get("name") instanceof String name)
        || !(object.get("groups") instanceof List<?> groups)) {
      throw new IllegalArgumentException("the line has not exactly `id`, `name` and `groups`");
    }
    PersonName person =
        PersonName.of(name)
            .orElseThrow(
                () -> new IllegalArgumentException("the name is none that a person may have here"));
    return new Visit(id, person, groups.stream().map(Visit::group).toList());
  }

  private static String group(Object group) {
    if (group instanceof String name && name.length() <= MAX_GROUP) {
      return name;
    }
    throw new IllegalArgumentException("a group is no text, or too long a one");
  }
}
