package io.sallyport.bastion.portal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The JSON object that a {@code /pam/} endpoint answered, read strictly: a field of another type
 * than the protocol's makes the whole thing no answer.
 */
record PamAnswer(JsonNode json) {

  static final int MOST_GROUPS = 256;

  /** What stands in a field is not what the protocol says. */
  static final class NotTheProtocol extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotTheProtocol(String problem) {
      super(problem);
    }

    NotTheProtocol(String field, String expected) {
      this("the field \"" + field + "\" is not " + expected);
    }
  }

  boolean flag(String field) {
    JsonNode value = json.path(field);
    if (!value.isBoolean()) {
      throw new NotTheProtocol(field, "a boolean");
    }
    return value.booleanValue();
  }

  String text(String field) {
    JsonNode value = json.path(field);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw new NotTheProtocol(field, "a string");
    }
    return value.stringValue();
  }

  boolean has(String field) {
    return json.has(field);
  }

  /** A string that may be missing. */
  Optional<String> optionalText(String field) {
    return has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  /** A whole number that is not negative; the portal writes some of them as strings. */
  long number(String field) {
    JsonNode value = json.path(field);
    if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
      return value.longValue();
    }
    if (value.isString() && value.stringValue().matches("[0-9]{1,18}")) {
      return Long.parseLong(value.stringValue());
    }
    throw new NotTheProtocol(field, "a number");
  }

  /** What stands under {@code offline}, if it does: zero where it is not enabled. */
  Optional<Duration> offlineLimit() {
    if (!has("offline")) {
      return Optional.empty();
    }
    JsonNode value = json.path("offline");
    if (!value.isObject()) {
      throw new NotTheProtocol("offline", "an object");
    }
    PamAnswer offline = new PamAnswer(value);
    return Optional.of(
        offline.flag("enabled") ? Duration.ofSeconds(offline.number("ttl")) : Duration.ZERO);
  }

  /** A list of strings; a missing one is empty. */
  List<String> texts(String field) {
    JsonNode values = json.path(field);
    if (values.isMissingNode()) {
      return List.of();
    }
    if (!values.isArray() || values.size() > MOST_GROUPS) {
      throw new NotTheProtocol(field, "a list of at most " + MOST_GROUPS + " strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isString()) {
        throw new NotTheProtocol(field, "a list of strings");
      }
      texts.add(value.stringValue());
    }
    return List.copyOf(texts);
  }

  /** The no of a 4xx: the error, and what is behind it where the portal says so. */
  <T> PortalAnswer<T> denied() {
    JsonNode reason = json.path("reason");
    return json.path("error").isString() && reason.isString()
        ? new PortalAnswer.Refused<>(json.path("error").stringValue() + ": " + reason.stringValue())
        : refused("error");
  }

  /** The portal's no, with the reason that stands in this field, if one does. */
  <T> PortalAnswer<T> refused(String field) {
    JsonNode reason = json.path(field);
    return new PortalAnswer.Refused<>(reason.isString() ? reason.stringValue() : "no reason given");
  }
}
