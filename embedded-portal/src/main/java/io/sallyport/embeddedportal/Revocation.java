package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import io.sallyport.database.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** Ends tokens before they expire. */
final class Revocation {
  private final Database store;
  private final Clock clock;

  Revocation(Database store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whose a token is. */
  private record Holder(String device, String client, boolean isRefreshToken) {}

  /**
   * Ends one access token, or with its refresh token all of a bastion: no access token outlives the
   * refresh token that it came from. Whether there was such a token makes no difference.
   *
   * @return false if it is another client's, which stays good
   */
  boolean revoke(Client client, String token) throws SQLException {
    boolean allowed =
        store.transaction(sql -> {
          Optional<Holder> holder = holder(sql, token);
          boolean own = holder.filter(it -> !it.client().equals(client.id())).isEmpty();
          if (own && holder.isPresent()) {
            revoke(sql, holder.get(), token);
          }
          return own;
        });
    store.sync();
    return allowed;
  }

  private static Optional<Holder> holder(Sql sql, String token) throws SQLException {
    byte[] hash = Sha256.of(token);
    return sql.first(
        row -> new Holder(row.getString(1), row.getString(2), row.getBoolean(3)),
        """
        SELECT d.id, d.client, FALSE FROM access_token t JOIN device d ON d.id = t.device
        WHERE t.hash = ?
        UNION ALL SELECT id, client, TRUE FROM device WHERE refresh_hash = ?
        """,
        hash,
        hash);
  }

  private void revoke(Sql sql, Holder holder, String token) throws SQLException {
    if (holder.isRefreshToken()) {
      revoke(sql, holder.device());
    } else {
      sql.update("DELETE FROM access_token WHERE hash = ?", Sha256.of(token));
    }
  }

  /** Ends all tokens of a bastion; false if none of its tokens is good anyway. */
  boolean revokeDevice(String device) throws SQLException {
    boolean revoked = store.transaction(sql -> revoke(sql, device));
    store.sync();
    return revoked;
  }

  private boolean revoke(Sql sql, String device) throws SQLException {
    sql.update("DELETE FROM access_token WHERE device = ?", device);
    String update =
        "UPDATE device SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL AND expires_at > ?";
    return sql.update(update, clock.millis(), device, clock.millis()) == 1;
  }
}
