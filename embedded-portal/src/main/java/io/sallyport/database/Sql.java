package io.sallyport.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements of one transaction. Used by one thread. */
public final class Sql {
  private final Connection connection;

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Makes something of one row. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement; returns how many rows it changed. */
  public int update(String text, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  public <T> List<T> all(RowReader<T> reader, String text, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (row.next()) {
          found.add(reader.read(row));
        }
        return found;
      }
    }
  }

  public <T> Optional<T> first(RowReader<T> reader, String text, @Nullable Object... values)
      throws SQLException {
    return all(reader, text, values).stream().findFirst();
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
