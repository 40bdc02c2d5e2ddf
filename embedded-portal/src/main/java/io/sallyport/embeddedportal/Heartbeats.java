package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import io.sallyport.database.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Keeps enrolled bastions going: each beat is worth a new access token. */
final class Heartbeats {
  private final Database store;
  private final Clients clients;
  private final AccessTokens accessTokens;
  private final Clock clock;

  Heartbeats(Database store, Clients clients, AccessTokens accessTokens, Clock clock) {
    this.store = store;
    this.clients = clients;
    this.accessTokens = accessTokens;
    this.clock = clock;
  }

  private record Holder(String device, String client, Scope scope) {}

  /** Takes a beat: the refresh token, which stays the same, is good for its whole life again. */
  Beat beat(String refreshToken, Report report) throws SQLException {
    return store.transaction(sql -> {
      Optional<Holder> holder = holder(sql, refreshToken);
      return holder.isEmpty() ? new Beat.UnknownToken() : beat(sql, holder.get(), report);
    });
  }

  private Optional<Holder> holder(Sql sql, String refreshToken) throws SQLException {
    return sql.first(
        row -> new Holder(row.getString(1), row.getString(2), Scope.of(row.getString(3))),
        """
        SELECT id, client, scope FROM device
        WHERE refresh_hash = ? AND expires_at > ? AND revoked_at IS NULL FOR UPDATE
        """,
        Sha256.of(refreshToken),
        clock.millis());
  }

  private Beat beat(Sql sql, Holder holder, Report report) throws SQLException {
    if (clients.named(holder.client()).isEmpty()) {
      return new Beat.UnknownClient(holder.device());
    }
    if (!holder.scope().opensPam()) {
      return new Beat.OutOfScope(holder.device());
    }
    Instant now = clock.instant();
    sql.update(
        "UPDATE device SET expires_at = ?, beat_at = ?, report = ? WHERE id = ?",
        now.plus(Devices.REFRESH_LIFE).toEpochMilli(),
        now.toEpochMilli(),
        report.toJson(),
        holder.device());
    return new Beat.Alive(holder.device(), accessTokens.issue(sql, holder.device()));
  }
}
