package io.sallyport.verifier.people;

import io.sallyport.verifier.system.WholeLine;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The record of what the helper does: a line for people in the log, a line of JSON in a file. */
record Deeds(Path file, InstantSource clock) {

  private static final Logger log = LoggerFactory.getLogger(Deeds.class);
  private static final JsonFactory JSON = new JsonFactory();

  /** What is written down about one thing that was done, or was not. */
  record Deed(String event, String name, Optional<Person> person, String visit, String reason) {}

  /** A visit and what came of it. */
  void record(Visit visit, Outcome outcome) throws IOException {
    String name = visit.name().toString();
    record(
        switch (outcome) {
          case Outcome.Made(var person) ->
              new Deed("made", name, Optional.of(person), visit.id(), "");
          case Outcome.Renewed(var person) ->
              new Deed("renewed", name, Optional.of(person), visit.id(), "");
          case Outcome.NotOurs _ ->
              new Deed("not-ours", name, Optional.empty(), visit.id(), "there is such an account");
          case Outcome.Refused(_, var reason) ->
              new Deed("refused", name, Optional.empty(), visit.id(), reason);
        });
  }

  /** A visit that something broken has ended. */
  void record(Visit visit, IOException failure) throws IOException {
    String reason = String.valueOf(failure.getMessage());
    record(new Deed("failed", visit.name().toString(), Optional.empty(), visit.id(), reason));
  }

  /** Somebody was to be removed. */
  void record(Farewell farewell, String why) throws IOException {
    Optional<Person> person = Optional.of(farewell.person());
    String name = farewell.person().name();
    record(
        switch (farewell) {
          case Farewell.Gone _ -> new Deed("removed", name, person, "", why);
          case Farewell.Busy _ -> new Deed("kept", name, person, "", "has processes");
          case Farewell.Broken(_, var reason) -> new Deed("failed", name, person, "", reason);
        });
  }

  private void record(Deed deed) throws IOException {
    log.info("{}", line(deed));
    WholeLine.appendOrCreate(file, json(deed));
  }

  private static String line(Deed deed) {
    String uid = deed.person().map(person -> " uid=" + person.uid()).orElse("");
    String why = deed.reason().isEmpty() ? "" : ": " + deed.reason();
    return (deed.event() + " " + deed.name() + uid + why).replaceAll("\\p{Cntrl}", "?");
  }

  private String json(Deed deed) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject()
          .writeStringProperty("at", clock.instant().toString())
          .writeStringProperty("event", deed.event())
          .writeStringProperty("name", deed.name());
      deed.person().ifPresent(person -> json.writeNumberProperty("uid", person.uid()));
      write(json, "visit", deed.visit());
      write(json, "reason", deed.reason());
      json.writeEndObject();
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, String name, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }
}
