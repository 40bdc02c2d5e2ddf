package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The bastions that enrolled. */
final class Devices {
  /** How long a refresh token is good after it was issued or used last. */
  static final Duration REFRESH_LIFE = Duration.ofDays(30);

  private final Database store;
  private final Clock clock;

  Devices(Database store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** An enrolled bastion. */
  record Device(String id, String client, Instant enrolledAt, Optional<LastBeat> lastBeat) {}

  /** The last heartbeat of a bastion. */
  record LastBeat(Instant at, Report report) {}

  /** All whose tokens are good, in the order of their enrolment. */
  List<Device> enrolled() throws SQLException {
    return store.transaction(sql ->
        sql.all(
            Devices::read,
            """
            SELECT id, client, enrolled_at, beat_at, report FROM device
            WHERE revoked_at IS NULL AND expires_at > ? ORDER BY enrolled_at, id
            """,
            clock.millis()));
  }

  private static Device read(ResultSet row) throws SQLException {
    Optional<String> report = Optional.ofNullable(row.getString(5));
    Instant beatAt = Instant.ofEpochMilli(row.getLong(4));
    return new Device(
        row.getString(1),
        row.getString(2),
        Instant.ofEpochMilli(row.getLong(3)),
        report.map(json -> new LastBeat(beatAt, Report.fromJson(json))));
  }
}
