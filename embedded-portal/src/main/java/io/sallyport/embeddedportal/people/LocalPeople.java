package io.sallyport.embeddedportal.people;

import io.sallyport.database.Database;
import io.sallyport.database.Sql;
import io.sallyport.password.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The people of the portal's own database: an operator invites them, and by the invitation they
 * choose a password and a second factor. Safe for many threads.
 */
public final class LocalPeople {
  /** Statements that make the tables; they do no harm when they are run again. */
  public static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS local_person (
            name VARCHAR(32) PRIMARY KEY,
            groups VARCHAR NOT NULL,
            password VARCHAR,
            totp_key VARBINARY(255),
            totp_step BIGINT DEFAULT 0 NOT NULL,
            invitation BINARY(32) UNIQUE,
            invited_until BIGINT,
            disabled_at BIGINT)
          """,
          """
          CREATE TABLE IF NOT EXISTS lockout (
            subject VARCHAR(300) PRIMARY KEY,
            failures INT NOT NULL,
            failed_at BIGINT NOT NULL,
            locked_until BIGINT NOT NULL)
          """);

  /** How long an invitation waits. */
  static final Duration INVITATION_LIFE = Duration.ofDays(3);

  private static final int CODE_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database store;
  private final ColumnKey key;
  private final Clock clock;

  /** Those of this database. */
  public LocalPeople(Database store, ColumnKey key, Clock clock) {
    this.store = store;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Invites somebody, or again somebody who is there: with the invitation they choose a new
   * password and a new second factor, and until then the old ones are good.
   *
   * @return the code of the invitation, good once, for three days; a secret
   */
  public String invite(String name, List<String> groups) throws SQLException {
    byte[] code = new byte[CODE_BYTES];
    RANDOM.nextBytes(code);
    String text = HexFormat.of().formatHex(code);
    long until = clock.instant().plus(INVITATION_LIFE).toEpochMilli();
    store.transaction(sql -> {
      if (sql.update(
              """
              UPDATE local_person SET groups = ?, invitation = ?, invited_until = ? WHERE name = ?
              """,
              joined(groups),
              hash(text),
              until,
              name)
          == 0) {
        sql.update(
            """
            INSERT INTO local_person (name, groups, invitation, invited_until) VALUES (?, ?, ?, ?)
            """,
            name,
            joined(groups),
            hash(text),
            until);
      }
      return true;
    });
    store.sync();
    return text;
  }

  /** Somebody of this name who can be told of: not one who is disabled. */
  public Optional<LocalPerson> find(String name) throws SQLException {
    return named(name).filter(person -> person.state() != LocalPerson.State.DISABLED);
  }

  /** Somebody of this name, whatever their state. */
  public Optional<LocalPerson> named(String name) throws SQLException {
    return store.transaction(sql -> sql.first(LocalPeople::read, SELECT + " WHERE name = ?", name));
  }

  /** All of them, by name. */
  public List<LocalPerson> all() throws SQLException {
    return store.transaction(sql -> sql.all(LocalPeople::read, SELECT + " ORDER BY name"));
  }

  private static final String SELECT =
      "SELECT name, groups, password IS NOT NULL, disabled_at IS NOT NULL FROM local_person";

  private static LocalPerson read(ResultSet row) throws SQLException {
    LocalPerson.State state =
        row.getBoolean(4)
            ? LocalPerson.State.DISABLED
            : row.getBoolean(3) ? LocalPerson.State.ACTIVE : LocalPerson.State.INVITED;
    return new LocalPerson(row.getString(1), split(row.getString(2)), state);
  }

  /** Locks somebody out, or lets them in again; false if there is nobody of that name. */
  public boolean disable(String name, boolean disabled) throws SQLException {
    boolean found =
        store.transaction(sql ->
            sql.update(
                    "UPDATE local_person SET disabled_at = ? WHERE name = ?",
                    disabled ? clock.millis() : null,
                    name)
                == 1);
    store.sync();
    return found;
  }

  /** Forgets somebody; false if there is nobody of that name. */
  public boolean remove(String name) throws SQLException {
    boolean found =
        store.transaction(sql -> sql.update("DELETE FROM local_person WHERE name = ?", name) == 1);
    store.sync();
    return found;
  }

  /** Whom this invitation is for; empty if it is none, was used, or is over. */
  public Optional<Invitation> invitation(String code) throws SQLException {
    return store
        .transaction(sql -> invited(sql, code))
        .map(name -> new Invitation(name, code, second(name, code)));
  }

  private Optional<String> invited(Sql sql, String code) throws SQLException {
    return sql.first(
        row -> row.getString(1),
        """
        SELECT name FROM local_person
        WHERE invitation = ? AND invited_until > ? AND disabled_at IS NULL
        """,
        hash(code),
        clock.millis());
  }

  /** Always the same for one invitation, so that nothing has to be kept until it is accepted. */
  private Totp second(String name, String code) {
    byte[] derived = key.derive("invitation " + name + " " + code);
    return new Totp(Arrays.copyOf(derived, Totp.KEY_LENGTH));
  }

  /**
   * Takes a password and the second factor of an invitation, once.
   *
   * @param password its hash
   * @param step of the code that was shown, which is thereby used
   * @return false if somebody was quicker, or it is over
   */
  boolean accept(Invitation invitation, PasswordText password, long step) throws SQLException {
    boolean accepted =
        store.transaction(sql ->
            sql.update(
                    """
                    UPDATE local_person SET password = ?, totp_key = ?, totp_step = ?,
                      invitation = NULL, invited_until = NULL
                    WHERE invitation = ? AND invited_until > ? AND disabled_at IS NULL
                    """,
                    password.text(),
                    key.seal(place(invitation.name()), invitation.second().key()),
                    step,
                    hash(invitation.code()),
                    clock.millis())
                == 1);
    store.sync();
    return accepted;
  }

  /** The hash of a password as the database keeps it. */
  record PasswordText(String text) {
    @Override
    public String toString() {
      return "PasswordText";
    }
  }

  /** What somebody signs in with; empty for nobody, who is disabled, or has only an invitation. */
  Optional<Factors> factors(String name) throws SQLException {
    return store.transaction(sql ->
        sql.first(
            row -> factors(name, row),
            """
            SELECT password, totp_key, totp_step FROM local_person
            WHERE name = ? AND password IS NOT NULL AND disabled_at IS NULL
            """,
            name));
  }

  private Factors factors(String name, ResultSet row) throws SQLException {
    return new Factors(
        name,
        PasswordHash.parse(row.getString(1)),
        new Totp(key.open(place(name), row.getBytes(2))),
        row.getLong(3));
  }

  /** Uses a code up; false if it, or a later one, was used in the meantime. */
  boolean use(String name, long step) throws SQLException {
    return store.transaction(sql ->
        sql.update(
                "UPDATE local_person SET totp_step = ? WHERE name = ? AND totp_step < ?",
                step,
                name,
                step)
            == 1);
  }

  private static String place(String name) {
    return "local_person.totp_key " + name;
  }

  private static String joined(List<String> groups) {
    return String.join("\n", groups);
  }

  private static List<String> split(@Nullable String groups) {
    return groups == null || groups.isEmpty() ? List.of() : List.of(groups.split("\n", -1));
  }

  private static byte[] hash(String code) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
