package io.sallyport.embeddedportal;

import io.sallyport.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The tables of the portal's database: one H2 file in the state folder. */
final class PortalSchema {
  private static final String FILE = "portal";

  private static final List<String> STATEMENTS =
      List.of(
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
          """);

  private PortalSchema() {}

  /**
   * Opens the database, and makes it when there is none.
   *
   * @throws IOException if it cannot be read or written
   */
  static Database open(Path folder) throws IOException {
    return Database.open(folder.resolve(FILE), STATEMENTS);
  }
}
