package io.sallyport.verifier.accounts;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * When each account was last let in, as the verifier's audit has it. People of the same name are
 * told apart by the key that an account has proved, or that it came without a bastion.
 */
final class LastUses {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Instant> times = new HashMap<>();

  private LastUses() {}

  /** Reads line by line, however long the files are; one that is not there has no lines. */
  static LastUses in(List<Path> audits) throws IOException {
    LastUses uses = new LastUses();
    for (Path audit : audits) {
      try (BufferedReader lines = Files.newBufferedReader(audit, StandardCharsets.ISO_8859_1)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          uses.add(line);
        }
      } catch (NoSuchFileException _) {
        // never written, or not rotated yet
      }
    }
    return uses;
  }

  Optional<Instant> of(String account) {
    return Optional.ofNullable(times.get(account));
  }

  private void add(String line) {
    if (!line.contains("\"ok\"")) {
      return;
    }
    Map<String, String> facts = facts(line);
    String account = facts.get("sub");
    boolean isAccount = facts.containsKey("key_fp") || facts.containsKey("direct");
    if (account != null && isAccount && "ok".equals(facts.get("code"))) {
      time(facts).ifPresent(at -> times.merge(account, at, LastUses::later));
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  private static Optional<Instant> time(Map<String, String> facts) {
    try {
      return Optional.of(Instant.parse(facts.getOrDefault("at", "")));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** The strings of one line; of one that was cut, none. */
  private static Map<String, String> facts(String line) {
    Map<String, String> facts = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      String name = "";
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          name = json.currentName();
        } else if (token == JsonToken.VALUE_STRING) {
          facts.put(name, json.getString());
        }
      }
    } catch (JacksonException _) {
      return Map.of();
    }
    return facts;
  }
}
