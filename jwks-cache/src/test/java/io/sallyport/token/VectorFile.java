package io.sallyport.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.sallyport.json.MalformedJsonException;
import io.sallyport.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Test vectors in the shape of Wycheproof: what is the same for all in {@code testGroups}, one line
 * for each test. Ids are stable: new tests are added at the end of their group.
 *
 * @param about what is tested
 * @param groups its groups, in the order of their ids
 */
record VectorFile(String about, List<Group> groups) {
  /**
   * Vectors with the same surroundings.
   *
   * @param around key set, time, names and keys of the certificate, for whoever reads the file
   * @param tests at least one
   */
  record Group(Map<String, Object> around, List<Vector> tests) {
    /** The keys of the issuer, each as JSON. */
    List<String> jwks() {
      return maps(get(mapOf(get(around, "jwks")), "keys")).stream().map(VectorFile::json).toList();
    }
  }

  /**
   * One test.
   *
   * @param id {@code tcId}
   * @param flags numbers of abuse cases
   * @param reason the code of {@link Reason}, or {@code ok}
   * @param input {@code token}, or {@code certificate} and {@code login}
   */
  record Vector(
      long id, String comment, List<String> flags, String reason, Map<String, Object> input) {
    String result() {
      return reason.equals("ok") ? "valid" : "invalid";
    }

    /** The text of an input; where it is too long to be written out, a part of it repeats. */
    String text(String name) {
      if (!input.containsKey("repeat")) {
        return String.valueOf(input.get(name));
      }
      int times = ((Number) get(input, "times")).intValue();
      return String.valueOf(input.get(name))
          .replace("~", String.valueOf(input.get("repeat")).repeat(times));
    }

    @Override
    public String toString() {
      return id + " " + String.join(" ", flags) + " " + comment;
    }

    private Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("tcId", id);
      map.put("comment", comment);
      map.put("flags", flags);
      map.putAll(input);
      map.put("result", result());
      map.put("reason", reason);
      return map;
    }
  }

  /** Reads a file beside this class. */
  static VectorFile read(String name) {
    try (InputStream in = VectorFile.class.getResourceAsStream("vectors/" + name)) {
      if (in == null) {
        throw new AssertionError("there is no vectors/" + name);
      }
      Map<String, Object> file = StrictJson.object(in.readAllBytes());
      List<Group> groups = maps(get(file, "testGroups")).stream().map(VectorFile::group).toList();
      return new VectorFile((String) get(file, "algorithm"), groups);
    } catch (IOException | MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  private static Group group(Map<String, Object> map) {
    Map<String, Object> around = new LinkedHashMap<>(map);
    List<Vector> tests = maps(take(around, "tests")).stream().map(VectorFile::vector).toList();
    return new Group(around, tests);
  }

  private static Vector vector(Map<String, Object> map) {
    Map<String, Object> input = new LinkedHashMap<>(map);
    Vector vector =
        new Vector(
            (Long) take(input, "tcId"),
            (String) take(input, "comment"),
            ((List<?>) take(input, "flags")).stream().map(String.class::cast).toList(),
            (String) take(input, "reason"),
            input);
    if (!vector.result().equals(take(input, "result"))) {
      throw new AssertionError(vector + ": result and reason contradict each other");
    }
    return vector;
  }

  private static Object get(Map<String, Object> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private static Object take(Map<String, Object> map, String name) {
    return Objects.requireNonNull(map.remove(name), name);
  }

  @SuppressWarnings("unchecked") // of StrictJson's making
  private static Map<String, Object> mapOf(Object map) {
    return (Map<String, Object>) map;
  }

  /** The whole file. */
  String text() {
    long count = groups.stream().mapToLong(group -> group.tests().size()).sum();
    return "{\n\"algorithm\": %s,\n\"numberOfTests\": %d,\n\"testGroups\": [\n%s\n]\n}\n"
        .formatted(
            jsonText(about),
            count,
            groups.stream().map(VectorFile::text).collect(Collectors.joining(",\n")));
  }

  private static String text(Group group) {
    String around = json(group.around());
    return around.substring(0, around.length() - 1)
        + ",\n\"tests\": [\n"
        + group.tests().stream()
            .map(vector -> json(vector.toMap()))
            .collect(Collectors.joining(",\n"))
        + "\n]}";
  }

  private static String jsonText(String text) {
    String object = json(Map.of("t", text));
    return object.substring("{\"t\":".length(), object.length() - 1);
  }

  private static String json(Map<String, Object> map) {
    return JSONObjectUtils.toJSONString(map);
  }

  @SuppressWarnings("unchecked") // of StrictJson's making
  private static List<Map<String, Object>> maps(Object list) {
    return (List<Map<String, Object>>) list;
  }
}
