package io.sallyport.bastion.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.MemoryAudit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TallyTest {

  private static final SessionId SESSION = new SessionId("01a2048b9bec0123456789abcd");
  private static final SessionId OTHER = new SessionId("01a2048b9bec0123456789abce");
  private static final Instant START = Instant.parse("2026-11-23T05:00:00Z");

  private final MemoryAudit audit = new MemoryAudit();
  private Instant now = START;
  private final Tally tally = new Tally(audit, (InstantSource) () -> now);

  @Test
  void events_arePassedOn_andCountedByKind() {
    tally.record(SESSION, login());
    tally.record(OTHER, login());
    tally.record(SESSION, started(1));

    assertThat(audit.events()).containsExactly(login(), login(), started(1));
    assertThat(tally.counts())
        .containsOnly(Map.entry("authentication", 2L), Map.entry("hop-start", 1L));
  }

  @Test
  void hops_areOpenFromTheirStartToTheirEnd() {
    tally.record(SESSION, login());
    tally.record(SESSION, started(1));
    now = START.plus(Duration.ofMinutes(1));
    tally.record(SESSION, started(2));
    tally.record(OTHER, started(1));
    tally.record(SESSION, new AuditEvent.HopEnded(1, Optional.empty()));

    assertThat(tally.openHops())
        .containsExactly(
            new Tally.OpenHop("alice", "192.0.2.7", "deploy@web-01", now),
            new Tally.OpenHop("alice", "", "deploy@web-01", now));
  }

  @Test
  void clientsThatAreLongForgotten_doNotFillTheMemory() {
    tally.record(SESSION, login());
    for (int i = 0; i < 10_000; i++) {
      tally.record(new SessionId("%026x".formatted(i)), login());
    }
    tally.record(SESSION, started(1));

    assertThat(tally.openHops()).extracting(Tally.OpenHop::from).containsExactly("");
  }

  private static AuditEvent login() {
    return new AuditEvent.Authentication("alice", "publickey", "192.0.2.7", "authenticated", "", 0);
  }

  private static AuditEvent.HopStarted started(int hop) {
    return new AuditEvent.HopStarted(
        hop, "alice", "web-01", "deploy", VouchedBy.token("jti"), "recording", List.of());
  }
}
