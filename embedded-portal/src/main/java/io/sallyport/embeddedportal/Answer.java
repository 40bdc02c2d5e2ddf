package io.sallyport.embeddedportal;

import java.util.Map;

/**
 * What the portal answers to one request.
 *
 * @param status the HTTP status
 * @param headers headers besides those that every answer has
 * @param body the members of the JSON object
 * @param note what the log says about it; without secrets, and without what a stranger wrote
 */
record Answer(int status, Map<String, String> headers, Map<String, ?> body, String note) {

  static Answer ok(Map<String, ?> body) {
    return new Answer(200, Map.of(), body, "");
  }

  static Answer error(int status, String error) {
    return new Answer(status, Map.of(), Map.of("error", error), error);
  }

  static Answer unauthorized(String error) {
    return error(401, error).with("WWW-Authenticate", "Bearer realm=\"pam\"");
  }

  static Answer wrongMethod(String allowed) {
    return error(405, "Method not allowed").with("Allow", allowed);
  }

  Answer noting(String newNote) {
    return new Answer(status, headers, body, newNote);
  }

  private Answer with(String header, String value) {
    return new Answer(status, Map.of(header, value), body, note);
  }
}
