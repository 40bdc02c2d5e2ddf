package io.sallyport.verifier;

import io.sallyport.verifier.system.WholeLine;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The record of decisions: a line for people in the program's log, a line of JSON in the audit
 * file. The file is opened for each line, so that it may be moved away at any time.
 */
final class DecisionLog {
  private static final Logger log = LoggerFactory.getLogger(DecisionLog.class);
  private static final JsonFactory JSON = new JsonFactory();
  private final Path file;
  private final InstantSource clock;

  private DecisionLog(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Opens the log, and makes its file when it is missing; the exception says what to do. */
  static DecisionLog open(Path file, InstantSource clock) throws IOException {
    DecisionLog decisions = new DecisionLog(file, clock);
    try {
      decisions.append("");
    } catch (IOException e) {
      throw new IOException(
          "the audit file cannot be written; let this user write it, or name another: "
              + e.getMessage(),
          e);
    }
    return decisions;
  }

  /** Records a decision; when that fails, it must not be acted on if it was a yes. */
  void record(Decision decision) throws IOException {
    log.info("{}", line(decision));
    append(json(decision, clock.instant()) + "\n");
  }

  /** One at a time, so that what a full disk has cut can be taken back. */
  private synchronized void append(String line) throws IOException {
    WholeLine.appendOrCreate(file, line);
  }

  private static String line(Decision decision) {
    StringBuilder line = new StringBuilder(decision.name()).append(' ').append(decision.login());
    if (!decision.allowed()) {
      line.append(": ").append(decision.code());
    }
    if (!decision.detail().isEmpty()) {
      line.append(": ").append(decision.detail());
    }
    facts(decision).forEach((name, fact) -> line.append(' ').append(name).append('=').append(fact));
    return line.toString().replaceAll("\\p{Cntrl}", "?");
  }

  private static String json(Decision decision, Instant at) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject()
          .writeStringProperty("at", at.toString())
          .writeStringProperty("decision", decision.name())
          .writeStringProperty("code", decision.code())
          .writeStringProperty("login", decision.login());
      facts(decision).forEach(json::writeStringProperty);
      if (!decision.detail().isEmpty()) {
        json.writeStringProperty("detail", decision.detail());
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static Map<String, String> facts(Decision decision) {
    Map<String, String> facts = new TreeMap<>();
    decision.keyId().ifPresent(id -> facts.put("key_id", id));
    decision
        .token()
        .ifPresent(token -> {
          facts.put("sub", token.subject());
          facts.put("bastion", token.bastionId());
          facts.put("target", token.targetHost());
          facts.put("jti", token.id());
          token.sessionId().ifPresent(id -> facts.put("sid", id));
          token.keyFingerprint().ifPresent(proved -> facts.put("key_fp", proved));
        });
    decision
        .offlineSession()
        .ifPresent(session -> {
          facts.put("offline", "true");
          facts.put("sid", session);
        });
    decision
        .account()
        .ifPresent(account -> {
          facts.put("direct", "true");
          facts.put("sub", account);
        });
    return facts;
  }
}
