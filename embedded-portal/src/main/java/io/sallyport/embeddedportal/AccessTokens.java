package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import io.sallyport.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The access tokens of enrolled bastions, of which the database keeps the SHA-256 only. */
final class AccessTokens {
  static final Duration LIFE = Duration.ofHours(1);

  private final Database store;
  private final Clock clock;

  AccessTokens(Database store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Makes one more token for a bastion; its earlier ones stay good until they expire. */
  String issue(Sql sql, String device) throws SQLException {
    String token = OpaqueToken.fresh();
    Instant now = clock.instant();
    sql.update("DELETE FROM access_token WHERE expires_at <= ?", now.toEpochMilli());
    sql.update(
        "INSERT INTO access_token (hash, device, issued_at, expires_at) VALUES (?, ?, ?, ?)",
        Sha256.of(token),
        device,
        now.toEpochMilli(),
        now.plus(LIFE).toEpochMilli());
    return token;
  }

  /** What a token is good for; empty if it is good for nothing. */
  Optional<AccessToken> find(String token) throws SQLException {
    return store.transaction(sql ->
        sql.first(
            AccessTokens::read,
            """
            SELECT d.id, d.client, d.scope, t.issued_at, t.expires_at
            FROM access_token t JOIN device d ON d.id = t.device
            WHERE t.hash = ? AND t.expires_at > ? AND d.revoked_at IS NULL
            """,
            Sha256.of(token),
            clock.millis()));
  }

  private static AccessToken read(ResultSet row) throws SQLException {
    return new AccessToken(
        row.getString(1),
        row.getString(2),
        Scope.of(row.getString(3)),
        Instant.ofEpochMilli(row.getLong(4)),
        Instant.ofEpochMilli(row.getLong(5)));
  }
}
