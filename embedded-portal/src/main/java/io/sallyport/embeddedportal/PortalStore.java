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
