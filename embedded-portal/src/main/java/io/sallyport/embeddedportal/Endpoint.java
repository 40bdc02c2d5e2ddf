package io.sallyport.embeddedportal;

import java.sql.SQLException;

/** What the portal does for an enrolled bastion at one path. Called by many threads at a time. */
@FunctionalInterface
interface Endpoint {

  /**
   * Decides and answers.
   *
   * @throws BadRequest if a parameter is missing or malformed
   * @throws SQLException if the database failed: an outage, never a refusal
   */
  Answer answer(Caller caller, Parameters request) throws BadRequest, SQLException;
}
