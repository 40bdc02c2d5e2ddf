package io.sallyport.bastion.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An audit file: one JSON object a line, appended.
 *
 * <p>Callers only queue; one thread of its own writes, so that no I/O thread waits for the disk.
 */
public final class AuditFile implements Audit, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AuditFile.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // U+009B and its like act in a terminal, U+0085 and U+2028 end lines.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  /** What is to be written; nothing means the end. */
  private final BlockingQueue<Optional<byte[]>> lines = new LinkedBlockingQueue<>();

  private final OutputStream out;
  private final InstantSource clock;
  private final Thread writer;

  private AuditFile(OutputStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("audit").start(this::write);
  }

  /**
   * Opens the file for appending; a new one is readable by its owner only.
   *
   * @throws IOException if it cannot be opened
   */
  public static AuditFile open(Path file, InstantSource clock) throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return new AuditFile(Files.newOutputStream(file, StandardOpenOption.APPEND), clock);
  }

  @Override
  public void record(SessionId session, AuditEvent event) {
    ObjectNode line = JSON.createObjectNode();
    line.put("at", Instant.ofEpochMilli(clock.millis()).toString());
    line.put("sid", session.text());
    line.put("event", event.event());
    line.setAll((ObjectNode) JSON.valueToTree(event));
    lines.add(Optional.of((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private void write() {
    try {
      for (var line = lines.take(); line.isPresent(); line = lines.take()) {
        append(line.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void append(byte[] line) {
    try {
      out.write(line);
    } catch (IOException e) {
      log.error(
          "An audit line could not be written ({}): {}",
          e.getMessage(),
          new String(line, StandardCharsets.UTF_8).strip());
    }
  }

  /** Writes what is queued and closes the file. */
  @Override
  public void close() throws IOException {
    lines.add(Optional.empty());
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.close();
  }
}
