package io.sallyport.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database of one H2 file that one process has open. Safe for use by many threads. */
public final class Database implements AutoCloseable {

  /** Commits are written at once, so that a killed process forgets none; no trace file. */
  private static final String SETTINGS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  private final JdbcConnectionPool pool;

  private Database(JdbcConnectionPool pool) {
    this.pool = pool;
  }

  /**
   * Opens the database, and makes it when there is none.
   *
   * @param file without the suffix {@code .mv.db}
   * @param schema statements that do no harm when they are run again
   * @throws IOException if it cannot be read or written; the message is for the operator
   */
  public static Database open(Path file, List<String> schema) throws IOException {
    String url = "jdbc:h2:file:" + file.toAbsolutePath() + SETTINGS;
    var database = new Database(JdbcConnectionPool.create(url, "", ""));
    try {
      database.execute(schema);
      return database;
    } catch (SQLException e) {
      database.pool.dispose();
      throw new IOException("cannot open the database %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** A connection of the pool; the caller closes it. */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** Work in the database that is done as a whole, or not at all when it throws. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Sql sql) throws SQLException;
  }

  /** Does the work, and commits it. */
  public <T> T transaction(Work<T> work) throws SQLException {
    try (Connection connection = connection()) {
      connection.setAutoCommit(false);
      // Closing rolls back what was not committed.
      T result = work.in(new Sql(connection));
      connection.commit();
      return result;
    }
  }

  /** Returns when everything committed so far would survive a loss of power. */
  public void sync() throws SQLException {
    execute(List.of("CHECKPOINT SYNC"));
  }

  private void execute(List<String> statements) throws SQLException {
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
      execute(List.of("SHUTDOWN"));
    } catch (SQLException _) {
      // Already closed, or broken: then there is nothing left to put in order.
    }
    pool.dispose();
  }
}
