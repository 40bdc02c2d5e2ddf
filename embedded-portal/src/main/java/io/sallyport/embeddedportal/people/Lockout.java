package io.sallyport.embeddedportal.people;

import io.sallyport.database.Database;
import io.sallyport.database.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who has failed too often, by name and by address: after five failures nothing is tried for 30
 * seconds, then twice as long for each more, up to an hour. Kept in the database, so that a restart
 * pardons nobody. Names that nobody has are locked like others.
 */
public final class Lockout {
  static final int FREE_FAILURES = 5;
  static final Duration FIRST = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofHours(1);

  /** After so long without a failure everything is forgotten. */
  static final Duration MEMORY = Duration.ofDays(1);

  private static final int DOUBLINGS = 7;

  private final Database store;
  private final Clock clock;

  /** One that counts in this database. */
  public Lockout(Database store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether nothing may be tried for this name, or from this address. */
  public boolean isLocked(String name, String address) throws SQLException {
    return store.transaction(sql -> isLocked(sql, person(name)) || isLocked(sql, from(address)));
  }

  private boolean isLocked(Sql sql, String subject) throws SQLException {
    return sql.first(
            row -> row.getLong(1),
            "SELECT locked_until FROM lockout WHERE subject = ? AND locked_until > ?",
            subject,
            clock.millis())
        .isPresent();
  }

  /** Counts a failure against both. */
  public void failed(String name, String address) throws SQLException {
    store.transaction(sql -> {
      sql.update(
          "DELETE FROM lockout WHERE failed_at < ?", clock.instant().minus(MEMORY).toEpochMilli());
      for (String subject : List.of(person(name), from(address))) {
        count(sql, subject);
      }
      return true;
    });
  }

  private void count(Sql sql, String subject) throws SQLException {
    int failures =
        1
            + sql.first(
                    row -> row.getInt(1),
                    "SELECT failures FROM lockout WHERE subject = ? FOR UPDATE",
                    subject)
                .orElse(0);
    Instant now = clock.instant();
    sql.update(
        "MERGE INTO lockout (subject, failures, failed_at, locked_until) VALUES (?, ?, ?, ?)",
        subject,
        failures,
        now.toEpochMilli(),
        now.plus(pause(failures)).toEpochMilli());
  }

  /** For how long nothing is tried after so many failures. */
  static Duration pause(int failures) {
    if (failures < FREE_FAILURES) {
      return Duration.ZERO;
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures - FREE_FAILURES, DOUBLINGS));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /** Forgives a name; the address may have tried others. */
  public void succeeded(String name) throws SQLException {
    store.transaction(sql -> sql.update("DELETE FROM lockout WHERE subject = ?", person(name)));
  }

  private static String person(String name) {
    return "person " + name;
  }

  private static String from(String address) {
    return "address " + address;
  }
}
