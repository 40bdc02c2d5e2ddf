package io.sallyport.embeddedportal;

import java.sql.SQLException;

/** What the portal does for an OAuth client at one path. Called by many threads at a time. */
@FunctionalInterface
interface ClientEndpoint {

  /**
   * Decides and answers.
   *
   * @throws OAuthError if the request is refused
   * @throws SQLException if the database failed: an outage, never a refusal
   */
  Answer answer(Client client, Form form) throws OAuthError, SQLException;
}
