package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import io.sallyport.database.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Turns an approved device request into an enrolled bastion with its tokens. */
final class Enrolment {
  private final Database store;
  private final AccessTokens accessTokens;
  private final Clock clock;

  Enrolment(Database store, AccessTokens accessTokens, Clock clock) {
    this.store = store;
    this.accessTokens = accessTokens;
    this.clock = clock;
  }

  /** What an enrolled bastion gets. */
  record Tokens(String device, String accessToken, Optional<String> refreshToken) {

    /** Without the tokens. */
    @Override
    public String toString() {
      return "Tokens[device=" + device + "]";
    }
  }

  /** Enrols a bastion under a fresh id; empty if the code was used in the meantime. */
  Optional<Tokens> enrol(Client client, String deviceCode, Scope asked) throws SQLException {
    Optional<Tokens> tokens =
        store.transaction(sql ->
            DeviceRequests.redeem(sql, deviceCode)
                ? Optional.of(insert(sql, client, asked))
                : Optional.empty());
    store.sync();
    return tokens;
  }

  private Tokens insert(Sql sql, Client client, Scope asked) throws SQLException {
    sql.update("DELETE FROM device WHERE expires_at <= ?", clock.millis());
    String device = OpaqueToken.fresh();
    Optional<String> refresh =
        asked.isOffline() ? Optional.of(OpaqueToken.fresh()) : Optional.empty();
    Duration life = refresh.isPresent() ? Devices.REFRESH_LIFE : AccessTokens.LIFE;
    Instant now = clock.instant();
    sql.update(
        """
        INSERT INTO device (id, client, scope, enrolled_at, refresh_hash, expires_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        device,
        client.id(),
        asked.granted().toString(),
        now.toEpochMilli(),
        refresh.map(Sha256::of).orElse(null),
        now.plus(life).toEpochMilli());
    return new Tokens(device, accessTokens.issue(sql, device), refresh);
  }
}
