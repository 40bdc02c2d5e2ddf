package io.sallyport.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A reader of exactly one JSON object (RFC 8259) in strict UTF-8.
 *
 * <p>Two parsers that disagree about a document are how forged claims get in, so whatever is
 * ambiguous is refused: a name twice in one object at any depth, anything after the object, nesting
 * deeper than {@value #MAX_DEPTH}. Values are {@link String}, {@link Boolean}, {@link Long}, {@link
 * List} and {@link Map}; a number that is not a whole one within the range of {@code long} is
 * another {@link Number}, and null is {@link #NULL}, so that neither passes for a type that was
 * asked for.
 */
public final class StrictJson {
  /** JSON's null. */
  public static final Object NULL = Null.NULL;

  private static final int MAX_DEPTH = 16;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(64)
                  .build())
          .build();

  private enum Null {
    NULL
  }

  private StrictJson() {}

  /** Reads the object that {@code utf8} consists of. */
  public static Map<String, Object> object(byte[] utf8) throws MalformedJsonException {
    String text = decode(utf8);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedJsonException("not a JSON object");
      }
      Map<String, Object> object = members(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("text after the JSON object");
      }
      return object;
    } catch (JacksonException _) {
      // Jackson's message quotes the document, which may be a token.
      throw new MalformedJsonException("not strict JSON (syntax, or a name twice)");
    }
  }

  private static String decode(byte[] utf8) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException _) {
      throw new MalformedJsonException("not UTF-8");
    }
  }

  private static Map<String, Object> members(JsonParser parser) throws MalformedJsonException {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static List<Object> elements(JsonParser parser) throws MalformedJsonException {
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return elements;
  }

  private static Object value(JsonParser parser, JsonToken token) throws MalformedJsonException {
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> whole(parser.getNumberValue());
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue(); // an exponent may be beyond BigDecimal's
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> throw new MalformedJsonException("not a JSON value");
    };
  }

  private static Number whole(Number number) {
    return number instanceof Integer small ? Long.valueOf(small.longValue()) : number;
  }
}
