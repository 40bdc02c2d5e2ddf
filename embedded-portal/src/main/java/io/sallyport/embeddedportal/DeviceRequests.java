package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import io.sallyport.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The bastions that wait for somebody to approve their enrolment (RFC 8628). The database keeps the
 * SHA-256 of a device code only.
 */
final class DeviceRequests {
  static final Duration LIFE = Duration.ofMinutes(10);

  /** How many may wait under one client: everybody can name a public one. */
  static final int MAX_WAITING = 100;

  private final Database store;
  private final Clock clock;

  DeviceRequests(Database store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The two codes of a request. */
  record Codes(String deviceCode, UserCode userCode) {

    /** Without the device code. */
    @Override
    public String toString() {
      return "Codes[userCode=" + userCode + "]";
    }
  }

  /** A request that nobody has decided. */
  record Waiting(UserCode userCode, String client, Instant expiresAt) {}

  /** Begins a request; empty if too many wait already. */
  Optional<Codes> open(Client client, Scope scope, Optional<CodeChallenge> challenge)
      throws SQLException {
    var codes = new Codes(OpaqueToken.fresh(), UserCode.fresh());
    return store.transaction(sql -> {
      sql.update("DELETE FROM device_request WHERE expires_at <= ?", clock.millis());
      if (count(sql, client) >= MAX_WAITING) {
        return Optional.empty();
      }
      insert(sql, codes, client, scope, challenge);
      return Optional.of(codes);
    });
  }

  private void insert(
      Sql sql, Codes codes, Client client, Scope scope, Optional<CodeChallenge> challenge)
      throws SQLException {
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO device_request (
          code_hash, user_code, client, scope, challenge, expires_at, poll_due_at, poll_interval)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        Sha256.of(codes.deviceCode()),
        codes.userCode().letters(),
        client.id(),
        scope.toString(),
        challenge.map(CodeChallenge::value).orElse(null),
        now.plus(LIFE).toEpochMilli(),
        now.toEpochMilli(),
        PollPace.INTERVAL.toMillis());
  }

  private static long count(Sql sql, Client client) throws SQLException {
    String select = "SELECT COUNT(*) FROM device_request WHERE client = ?";
    return sql.first(row -> row.getLong(1), select, client.id()).orElseThrow();
  }

  /** Answers a bastion that asks whether it was approved. */
  Poll poll(Client client, String deviceCode) throws SQLException {
    byte[] hash = Sha256.of(deviceCode);
    return store.transaction(sql -> {
      Optional<Row> row =
          sql.first(
              DeviceRequests::row,
              """
              SELECT scope, challenge, decision, poll_due_at, poll_interval FROM device_request
              WHERE code_hash = ? AND client = ? AND expires_at > ? FOR UPDATE
              """,
              hash,
              client.id(),
              clock.millis());
      return row.isEmpty() ? new Poll.Unknown() : answer(sql, hash, row.get());
    });
  }

  private record Row(
      Scope scope, Optional<CodeChallenge> challenge, Optional<String> decision, PollPace pace) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Scope.of(row.getString(1)),
        Optional.ofNullable(row.getString(2)).map(CodeChallenge::new),
        Optional.ofNullable(row.getString(3)),
        new PollPace(Instant.ofEpochMilli(row.getLong(4)), Duration.ofMillis(row.getLong(5))));
  }

  private Poll answer(Sql sql, byte[] hash, Row request) throws SQLException {
    if (request.decision().isPresent()) {
      return request.decision().get().equals("approved")
          ? new Poll.Approved(request.scope(), request.challenge())
          : new Poll.Denied();
    }
    Instant now = clock.instant();
    PollPace next = request.pace().next(now);
    sql.update(
        "UPDATE device_request SET poll_due_at = ?, poll_interval = ? WHERE code_hash = ?",
        next.dueAt().toEpochMilli(),
        next.interval().toMillis(),
        hash);
    return request.pace().isTooSoon(now) ? new Poll.TooSoon() : new Poll.Pending();
  }

  /** Uses an approved request up; only one of two that try at once is told that it did. */
  static boolean redeem(Sql sql, String deviceCode) throws SQLException {
    String delete = "DELETE FROM device_request WHERE code_hash = ?";
    return sql.update(delete, Sha256.of(deviceCode)) == 1;
  }

  /** Decides a request once; false if nothing waits under that code. */
  boolean decide(UserCode userCode, boolean approved) throws SQLException {
    return store.transaction(sql ->
        sql.update(
                """
                UPDATE device_request SET decision = ?
                WHERE user_code = ? AND decision IS NULL AND expires_at > ?
                """,
                approved ? "approved" : "denied",
                userCode.letters(),
                clock.millis())
            == 1);
  }

  /** All that nobody has decided, the oldest first. */
  List<Waiting> waiting() throws SQLException {
    return store.transaction(sql ->
        sql.all(
            row ->
                new Waiting(
                    new UserCode(row.getString(1)),
                    row.getString(2),
                    Instant.ofEpochMilli(row.getLong(3))),
            """
            SELECT user_code, client, expires_at FROM device_request
            WHERE decision IS NULL AND expires_at > ? ORDER BY expires_at, user_code
            """,
            clock.millis()));
  }
}
