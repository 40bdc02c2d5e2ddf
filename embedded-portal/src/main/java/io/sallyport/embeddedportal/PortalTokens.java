package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import io.sallyport.embeddedportal.Redemption.Reason;
import io.sallyport.embeddedportal.Redemption.Redeemed;
import io.sallyport.embeddedportal.Redemption.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/**
 * The one-time tokens of people, of which the database keeps the SHA-256 only.
 *
 * <p>Used once means once for all threads and processes: one conditional UPDATE decides.
 */
final class PortalTokens {
  /** How long a row outlives its token, so that the log can tell a late token from a wrong one. */
  private static final Duration KEPT = Duration.ofDays(1);

  private final Database store;
  private final Presence presence;
  private final Clock clock;
  private final Duration life;

  PortalTokens(Database store, Presence presence, Clock clock, Duration life) {
    this.store = store;
    this.presence = presence;
    this.clock = clock;
    this.life = life;
  }

  /** Makes a token for {@code person}, who counts as seen from now on. */
  String issue(String person) throws SQLException {
    String token = OpaqueToken.fresh();
    try (Connection connection = store.connection()) {
      dropOld(connection);
      insert(connection, token, person);
    }
    presence.seen(person);
    return token;
  }

  private void dropOld(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM portal_token WHERE expires_at < ?")) {
      delete.setLong(1, clock.instant().minus(KEPT).toEpochMilli());
      delete.executeUpdate();
    }
  }

  private void insert(Connection connection, String token, String person) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO portal_token (hash, person, expires_at) VALUES (?, ?, ?)")) {
      insert.setBytes(1, Sha256.of(token));
      insert.setString(2, person);
      insert.setLong(3, clock.instant().plus(life).toEpochMilli());
      insert.executeUpdate();
    }
  }

  /** Uses a token up. */
  Redemption redeem(String token) throws SQLException {
    byte[] hash = Sha256.of(token);
    Redemption redemption;
    try (Connection connection = store.connection()) {
      boolean first = markUsed(connection, hash);
      redemption = outcome(connection, hash, first);
    }
    if (redemption instanceof Redeemed(String person)) {
      store.sync();
      presence.seen(person);
    }
    return redemption;
  }

  private boolean markUsed(Connection connection, byte[] hash) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE portal_token SET used_at = ?
            WHERE hash = ? AND used_at IS NULL AND expires_at > ?
            """)) {
      long now = clock.millis();
      update.setLong(1, now);
      update.setBytes(2, hash);
      update.setLong(3, now);
      return update.executeUpdate() == 1;
    }
  }

  private static Redemption outcome(Connection connection, byte[] hash, boolean first)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT person, used_at IS NULL FROM portal_token WHERE hash = ?")) {
      select.setBytes(1, hash);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return new Refused(Reason.UNKNOWN);
        }
        if (first) {
          return new Redeemed(row.getString(1));
        }
        return new Refused(row.getBoolean(2) ? Reason.EXPIRED : Reason.USED);
      }
    }
  }
}
