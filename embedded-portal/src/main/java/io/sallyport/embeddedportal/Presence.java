package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When each person last made or used a portal token: a bastion gets tokens only for those seen. */
final class Presence {

  /** How long somebody who was seen counts as present. */
  static final Duration LEASE = Duration.ofDays(7);

  private final Database store;
  private final Clock clock;

  Presence(Database store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void seen(String person) throws SQLException {
    try (Connection connection = store.connection();
        PreparedStatement merge =
            connection.prepareStatement(
                "MERGE INTO presence (person, seen_at) KEY (person) VALUES (?, ?)")) {
      merge.setString(1, person);
      merge.setLong(2, clock.millis());
      merge.executeUpdate();
    }
  }

  /** Whether the person was seen less than {@link #LEASE} ago. */
  boolean isRecent(String person) throws SQLException {
    try (Connection connection = store.connection();
        PreparedStatement select =
            connection.prepareStatement("SELECT seen_at FROM presence WHERE person = ?")) {
      select.setString(1, person);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            && Instant.ofEpochMilli(row.getLong(1)).plus(LEASE).isAfter(clock.instant());
      }
    }
  }
}
