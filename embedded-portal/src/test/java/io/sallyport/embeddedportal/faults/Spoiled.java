package io.sallyport.embeddedportal.faults;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON that says the same in a way that it should not. */
final class Spoiled {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MEGABYTE = 1024 * 1024;

  private Spoiled() {}

  static JsonNode oversized(JsonNode json) {
    ((ObjectNode) json).put("padding", "x".repeat(MEGABYTE));
    return json;
  }

  static JsonNode wrongTypes(JsonNode json) {
    ObjectNode spoiled = NODES.objectNode();
    json.properties().forEach(member -> spoiled.set(member.getKey(), wrongType(member.getValue())));
    return spoiled;
  }

  private static JsonNode wrongType(JsonNode value) {
    if (value.isBoolean()) {
      return NODES.numberNode(value.booleanValue() ? 1 : 0);
    }
    return value.isString() ? NODES.booleanNode(true) : NODES.stringNode(value.toString());
  }

  static JsonNode numbersAsTexts(JsonNode json) {
    if (json.isNumber()) {
      return NODES.stringNode(json.toString());
    }
    if (!json.isObject()) {
      return json;
    }
    ObjectNode texts = NODES.objectNode();
    json.properties()
        .forEach(member -> texts.set(member.getKey(), numbersAsTexts(member.getValue())));
    return texts;
  }
}
