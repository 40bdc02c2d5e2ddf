package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.JsonLines;
import io.sallyport.integration.Recordings;
import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What the bastion wrote since a test began: its audit and its recordings. */
record Evidence(JsonLines audit, Recordings recordings) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static Evidence from(Lab lab) {
    return new Evidence(JsonLines.from(lab.folder().audit()), Recordings.from(lab));
  }

  /**
   * Asserts that a channel was opened by a grant and recorded: its hop stands in the audit from the
   * login to its end, and its recording is whole.
   *
   * @param kind of channel, as the audit names it
   * @param program a part of the command or the subsystem's name; empty for a shell
   */
  void shows(String user, String kind, String program) {
    JsonNode channel = audit.first(kind + " " + program, channel(kind, program));
    Predicate<JsonNode> ofHop = same("sid", channel).and(same("hop", channel));
    JsonNode login = audit.first("its login", same("sid", channel).and(event("authentication")));
    assertThat(login.path("user").asString("")).isEqualTo(user);
    assertThat(login.path("outcome").asString("")).isEqualTo("authenticated");
    JsonNode decision = audit.first("its decision", ofHop.and(event("decision")));
    assertThat(decision.path("outcome").asString("")).isEqualTo("granted");
    JsonNode hop = audit.first("its hop", ofHop.and(event("hop-start")));
    audit.first("its hop's end", ofHop.and(event("hop-end")));
    recorded(hop.path("recording").asString(""), channel, kind);
  }

  /** The audit's lines of this kind of channel. */
  List<JsonNode> channels(String kind) {
    return audit.all().stream().filter(channel(kind, "")).toList();
  }

  private void recorded(String name, JsonNode channel, String kind) {
    Path recording =
        recordings.fresh().stream()
            .filter(path -> path.getFileName().toString().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no recording " + name));
    String number = "\"channel\":" + channel.path("channel").asInt() + ",";
    String start = "\"channel-start\"," + number + "\"program\":{\"kind\":\"" + kind + "\"";
    assertThat(Await.holds(PATIENCE, () -> recordings.text(recording).contains("\"hop-end\"")))
        .as("the end of recording " + name)
        .isTrue();
    assertThat(recordings.text(recording)).contains(start);
  }

  private static Predicate<JsonNode> channel(String kind, String program) {
    return event("channel")
        .and(line -> line.path("kind").asString("").equals(kind))
        .and(line -> line.path("outcome").asString("").equals("started"))
        .and(line -> line.path("command").asString("").contains(program));
  }

  private static Predicate<JsonNode> event(String name) {
    return line -> line.path("event").asString("").equals(name);
  }

  private static Predicate<JsonNode> same(String field, JsonNode other) {
    return line -> line.path(field).equals(other.path(field));
  }
}
