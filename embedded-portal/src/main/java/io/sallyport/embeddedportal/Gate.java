package io.sallyport.embeddedportal;

import java.sql.SQLException;
import org.eclipse.jetty.server.Request;

/** What a request passes on its way to an endpoint. Called by many threads at a time. */
@FunctionalInterface
interface Gate {

  /**
   * Lets the request through to the endpoint, or answers in its place.
   *
   * @throws SQLException if the database failed
   */
  Answer pass(Request request) throws SQLException;
}
