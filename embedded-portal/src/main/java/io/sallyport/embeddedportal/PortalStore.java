package io.sallyport.embeddedportal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcConnectionPool;

/** The portal's database: one H2 file in the state folder. Safe for use by many threads. */
final class PortalStore implements AutoCloseable {
  private static final String FILE = "portal";

  /** Commits are written at once, so that a killed process forgets none; no trace file. */
  private static final String SETTINGS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  private static final String[] SCHEMA = {
    """
    CREATE TABLE IF NOT EXISTS portal_token (
      hash BINARY(32) PRIMARY KEY,
      person VARCHAR(32) NOT NULL,
      expires_at BIGINT NOT NULL,
      used_at BIGINT)
    """,
    "CREATE INDEX IF NOT EXISTS portal_token_expiry ON portal_token (expires_at)",
    """
    CREATE TABLE IF NOT EXISTS presence (
      person VARCHAR(32) PRIMARY KEY,
      seen_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS used_assertion (
      hash BINARY(32) PRIMARY KEY,
      expires_at BIGINT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS device_request (
      code_hash BINARY(32) PRIMARY KEY,
      user_code CHAR(8) NOT NULL UNIQUE,
      client VARCHAR(128) NOT NULL,
      scope VARCHAR(255) NOT NULL,
      challenge CHAR(43),
      decision VARCHAR(8),
      expires_at BIGINT NOT NULL,
      poll_due_at BIGINT NOT NULL,
      poll_interval BIGINT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS device (
      id CHAR(64) PRIMARY KEY,
      client VARCHAR(128) NOT NULL,
      scope VARCHAR(255) NOT NULL,
      enrolled_at BIGINT NOT NULL,
      refresh_hash BINARY(32) UNIQUE,
      expires_at BIGINT NOT NULL,
      revoked_at BIGINT,
      beat_at BIGINT,
      report VARCHAR)
    """,
    """
    CREATE TABLE IF NOT EXISTS access_token (
      hash BINARY(32) PRIMARY KEY,
      device CHAR(64) NOT NULL REFERENCES device (id) ON DELETE CASCADE,
      issued_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL)
    """
  };

  private final JdbcConnectionPool pool;

  private PortalStore(JdbcConnectionPool pool) {
    this.pool = pool;
  }

  /**
   * Opens the database, and makes it when there is none.
   *
   * @throws IOException if it cannot be read or written
   */
  static PortalStore open(Path folder) throws IOException {
    String url = "jdbc:h2:file:" + folder.toAbsolutePath().resolve(FILE) + SETTINGS;
    var store = new PortalStore(JdbcConnectionPool.create(url, "", ""));
    try {
      store.execute(SCHEMA);
      return store;
    } catch (SQLException e) {
      store.pool.dispose();
      throw new IOException(
          "cannot open the portal's database in %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** Work in the database that is done as a whole, or not at all when it throws. */
  @FunctionalInterface
  interface Work<T> {
    T in(Sql sql) throws SQLException;
  }

  <T> T transaction(Work<T> work) throws SQLException {
    try (Connection connection = connection()) {
      connection.setAutoCommit(false);
      // Closing rolls back what was not committed.
      T result = work.in(new Sql(connection));
      connection.commit();
      return result;
    }
  }

  /** Returns when everything committed so far would survive a loss of power. */
  void sync() throws SQLException {
    execute("CHECKPOINT SYNC");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() {
    try {
      execute("SHUTDOWN");
    } catch (SQLException _) {
      // Already closed, or broken: then there is nothing left to put in order.
    }
    pool.dispose();
  }
}
