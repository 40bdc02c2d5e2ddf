package io.sallyport.bastion.store;

import io.sallyport.config.PrivateFile;
import io.sallyport.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The bastion's database, in its state folder. */
public final class BastionStore implements BoundKeyTable, SealedTable, AutoCloseable {

  private static final String FILE = "bastion";

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS bound_key (
            person VARCHAR(32) NOT NULL,
            fingerprint VARCHAR(64) NOT NULL,
            groups VARCHAR ARRAY[256] NOT NULL,
            bound_at BIGINT NOT NULL,
            expires_at BIGINT NOT NULL,
            PRIMARY KEY (person, fingerprint))
          """,
          """
          CREATE TABLE IF NOT EXISTS identity_cache (
            place VARCHAR(64) NOT NULL PRIMARY KEY,
            sealed VARBINARY NOT NULL)
          """);

  private final Database database;

  private BastionStore(Database database) {
    this.database = database;
  }

  /**
   * Opens the database, and makes it when there is none.
   *
   * @throws IOException if it cannot be used, or another bastion has it; for the operator
   */
  public static BastionStore open(Path state) throws IOException {
    PrivateFile.createFolder(state);
    return new BastionStore(Database.open(state.resolve(FILE), SCHEMA));
  }

  @Override
  public List<BoundKey> all() throws IOException {
    return transaction(sql -> sql.all(BastionStore::boundKey, "SELECT * FROM bound_key"));
  }

  private static BoundKey boundKey(ResultSet row) throws SQLException {
    return new BoundKey(
        row.getString("person"),
        row.getString("fingerprint"),
        Set.of(row.getObject("groups", String[].class)),
        Instant.ofEpochMilli(row.getLong("bound_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")));
  }

  @Override
  public void put(BoundKey key) throws IOException {
    var _ =
        transaction(sql ->
            sql.update(
                "MERGE INTO bound_key VALUES (?, ?, ?, ?, ?)",
                key.person(),
                key.fingerprint(),
                key.groups().toArray(String[]::new),
                key.boundAt().toEpochMilli(),
                key.expiresAt().toEpochMilli()));
  }

  @Override
  public void remove(Collection<BoundKey.Id> keys) throws IOException {
    var _ =
        transaction(sql -> {
          for (BoundKey.Id key : keys) {
            sql.update(
                "DELETE FROM bound_key WHERE person = ? AND fingerprint = ?",
                key.person(),
                key.fingerprint());
          }
          return keys.size();
        });
    sync();
  }

  @Override
  public Map<String, byte[]> rows() throws IOException {
    return transaction(sql ->
        sql
            .all(
                row -> Map.entry(row.getString("place"), row.getBytes("sealed")),
                "SELECT * FROM identity_cache")
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public void put(String place, byte[] row) throws IOException {
    var _ = transaction(sql -> sql.update("MERGE INTO identity_cache VALUES (?, ?)", place, row));
  }

  @Override
  public void delete(String place) throws IOException {
    var _ = transaction(sql -> sql.update("DELETE FROM identity_cache WHERE place = ?", place));
  }

  @Override
  public void sync() throws IOException {
    try {
      database.sync();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private <T> T transaction(Database.Work<T> work) throws IOException {
    try {
      return database.transaction(work);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static IOException failed(SQLException e) {
    return new IOException("the bastion's database: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    database.close();
  }
}
