package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Clock;
import java.time.Instant;

/** The client assertions that were presented and could still be replayed. */
final class UsedAssertions {
  private final Database store;
  private final Clock clock;

  UsedAssertions(Database store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Remembers an assertion until it expires. The primary key decides which of two uses is first.
   *
   * @param id the assertion's {@code jti}, unique for its issuer (RFC 7523, section 3)
   */
  boolean isFirstUse(Client client, String id, Instant expiry) throws SQLException {
    byte[] hash = Sha256.of(client.id() + "\n" + id);
    try {
      return store.transaction(sql -> {
        sql.update("DELETE FROM used_assertion WHERE expires_at <= ?", clock.millis());
        String insert = "INSERT INTO used_assertion (hash, expires_at) VALUES (?, ?)";
        return sql.update(insert, hash, expiry.toEpochMilli()) == 1;
      });
    } catch (SQLIntegrityConstraintViolationException _) {
      return false;
    }
  }
}
