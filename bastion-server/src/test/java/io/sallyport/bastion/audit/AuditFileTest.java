package io.sallyport.bastion.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AuditFileTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00.123456789Z"));
  private static final SessionId SESSION = new SessionId("01a204a2868d484972c181f704");
  private static final String HEAD =
      "{\"at\":\"2026-11-22T12:00:00.123Z\",\"sid\":\"01a204a2868d484972c181f704\",";

  private final Path file;

  AuditFileTest(@TempDir Path folder) {
    this.file = folder.resolve("audit.jsonl");
  }

  @Test
  void everyEvent_isALineOfItsOwn_withTheseNames() throws IOException {
    assertThat(
            written(
                new AuditEvent.Authentication(
                    "alice", "password", "127.0.0.1", "rejected", "why", 3),
                new AuditEvent.AccessDecision(
                    1, "alice", "web-01", "deploy", "granted", "a-rule", ""),
                new AuditEvent.HopStarted(
                    1, "alice", "web-01", "deploy", VouchedBy.token("jti"), "rec", List.of()),
                new AuditEvent.HopStarted(
                    1,
                    "alice",
                    "web-01",
                    "alice",
                    VouchedBy.certificate("17953652687920458351"),
                    "rec",
                    List.of("jump@gate-01")),
                new AuditEvent.HopFailed(1, "alice", "web-01", "deploy", "why"),
                new AuditEvent.Channel(1, 2, "exec", Optional.of("id"), "started", "a-rule"),
                new AuditEvent.Channel(1, 3, "shell", Optional.empty(), "refused", "a-rule"),
                new AuditEvent.Recording(1, "rec", "opened", ""),
                new AuditEvent.HopEnded(1, Optional.empty())))
        .containsExactly(
            HEAD
                + "\"event\":\"authentication\",\"user\":\"alice\",\"method\":\"password\","
                + "\"address\":\"127.0.0.1\",\"outcome\":\"rejected\",\"reason\":\"why\","
                + "\"failures\":3}",
            HEAD
                + "\"event\":\"decision\",\"hop\":1,\"identity\":\"alice\",\"target\":\"web-01\","
                + "\"login\":\"deploy\",\"outcome\":\"granted\",\"rule\":\"a-rule\",\"reason\":\"\"}",
            HEAD
                + "\"event\":\"hop-start\",\"hop\":1,\"identity\":\"alice\",\"target\":\"web-01\","
                + "\"login\":\"deploy\",\"recording\":\"rec\",\"jti\":\"jti\"}",
            HEAD
                + "\"event\":\"hop-start\",\"hop\":1,\"identity\":\"alice\",\"target\":\"web-01\","
                + "\"login\":\"alice\",\"recording\":\"rec\",\"via\":[\"jump@gate-01\"],"
                + "\"certificate_serial\":\"17953652687920458351\"}",
            HEAD
                + "\"event\":\"hop-failed\",\"hop\":1,\"identity\":\"alice\","
                + "\"target\":\"web-01\",\"login\":\"deploy\",\"reason\":\"why\"}",
            HEAD
                + "\"event\":\"channel\",\"hop\":1,\"channel\":2,\"kind\":\"exec\","
                + "\"command\":\"id\",\"outcome\":\"started\",\"rule\":\"a-rule\"}",
            HEAD
                + "\"event\":\"channel\",\"hop\":1,\"channel\":3,\"kind\":\"shell\","
                + "\"command\":null,\"outcome\":\"refused\",\"rule\":\"a-rule\"}",
            HEAD
                + "\"event\":\"recording\",\"hop\":1,\"recording\":\"rec\","
                + "\"outcome\":\"opened\",\"reason\":\"\"}",
            HEAD + "\"event\":\"hop-end\",\"hop\":1,\"reason\":null}");
  }

  @ParameterizedTest(name = "N42 case {index}")
  @ValueSource(
      strings = {
        "id\n{\"event\":\"authentication\"}",
        "id\r\nx",
        "a\0b",
        "\u001b[2J\u001b]0;title\u0007",
        "quote\" and \\ backslash",
        "\u009b2J",
        "\u0085next",
        "\u2028line",
        "Gr\u00fc\u00dfe"
      })
  void whatAClientTyped_cannotForgeALine_norReachATerminal(String command) throws IOException {
    List<String> lines =
        written(new AuditEvent.Channel(1, 1, "exec", Optional.of(command), "started", "r"));

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    JsonNode line = new JsonMapper().readTree(lines.getFirst());
    assertThat(line.path("event").asString()).isEqualTo("channel");
    assertThat(line.path("command").asString()).isEqualTo(command);
  }

  @Test
  void newFile_isTheOwnersOnly() throws IOException {
    AuditFile.open(file, CLOCK).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatStoodThereBefore_staysThere() throws IOException {
    Files.writeString(file, "{\"before\":1}\n");

    assertThat(written(new AuditEvent.HopEnded(1, Optional.empty())))
        .containsExactly(
            "{\"before\":1}", HEAD + "\"event\":\"hop-end\",\"hop\":1,\"reason\":null}");
  }

  @Test
  void closing_writesEverythingThatWasQueued_inItsOrder() throws IOException {
    List<String> expected = new ArrayList<>();
    try (AuditFile audit = AuditFile.open(file, CLOCK)) {
      for (int i = 1; i <= 5_000; i++) {
        audit.record(SESSION, new AuditEvent.HopEnded(i, Optional.empty()));
        expected.add(HEAD + "\"event\":\"hop-end\",\"hop\":" + i + ",\"reason\":null}");
      }
    }

    assertThat(Files.readAllLines(file)).isEqualTo(expected);
  }

  @Test
  @DisplayName("events of many threads do not mix within a line")
  void manyThreads_writeWholeLines() throws IOException, InterruptedException {
    try (AuditFile audit = AuditFile.open(file, CLOCK)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int number = t;
        threads.add(
            Thread.startVirtualThread(() -> {
              for (int i = 0; i < 200; i++) {
                audit.record(SESSION, new AuditEvent.HopEnded(number, Optional.empty()));
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(Files.readAllLines(file))
        .hasSize(1600)
        .allMatch(line -> line.startsWith(HEAD + "\"event\":\"hop-end\",\"hop\":"));
  }

  @Test
  void fileThatCannotBeOpened_isAnError() {
    assertThatThrownBy(() -> AuditFile.open(file.resolve("below-nothing"), CLOCK))
        .isInstanceOf(IOException.class);
  }

  private List<String> written(AuditEvent... events) throws IOException {
    try (AuditFile audit = AuditFile.open(file, CLOCK)) {
      for (AuditEvent event : events) {
        audit.record(SESSION, event);
      }
    }
    return Files.readAllLines(file);
  }
}
